import { constants, createHash, createPrivateKey, privateDecrypt } from 'node:crypto';
import { STRING } from '../types/type.ts';
import { stringValue } from '../values/value.ts';
import { ofTexts } from './define.ts';
import { FunctionError, type HclFunction } from './function.ts';

export const HASHING: Readonly<Record<string, HclFunction>> = {
  md5: hash('md5'),
  sha1: hash('sha1'),
  sha256: hash('sha256'),
  sha512: hash('sha512'),
  rsadecrypt: ofTexts(['ciphertext', 'privatekey'], decrypt),
  uuidv4: { parameters: [], returns: STRING, call: (_values, { uuid }) => stringValue(uuid()) },
  uuidv5: ofTexts(['namespace', 'name'], namedUuid),
};

function hash(algorithm: string): HclFunction {
  return ofTexts(['str'], (str) => createHash(algorithm).update(str).digest('hex'));
}

const NAMESPACES: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** The UUID of a name in a namespace, by SHA-1. */
function namedUuid(namespace: string, name: string): string {
  const space = NAMESPACES[namespace] ?? namespace;
  if (!uuid.test(space))
    throw new FunctionError(
      `uuidv5() doesn't support namespace ${namespace} (invalid UUID ${space.length === 36 ? 'format' : `length: ${space.length}`})`,
    );
  const bytes = Buffer.from(space.replaceAll('-', ''), 'hex');
  const digest = createHash('sha1').update(bytes).update(name).digest().subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function decrypt(ciphertext: string, key: string): string {
  if (!/^[A-Za-z\d+/\r\n]*={0,2}[\r\n]*$/.test(ciphertext))
    throw new FunctionError(
      `failed to decode input ${JSON.stringify(ciphertext)}: cipher text must be base64-encoded`,
    );
  const [, kind, rest = ''] = /-----BEGIN ([A-Z ]+)-----([\s\S]*)/.exec(key) ?? [];
  if (kind === undefined) throw new FunctionError('failed to parse key: no key found');
  if (/ENCRYPTED/.test(kind + rest))
    throw new FunctionError(
      'failed to parse key: password protected keys are not supported. Please decrypt the key prior to use',
    );
  if (kind !== 'RSA PRIVATE KEY')
    throw new FunctionError(
      'x509: failed to parse private key (use ParsePKCS8PrivateKey instead for this key format)',
    );
  try {
    const opened = createPrivateKey(key);
    return unpadded(
      privateDecrypt({ key: opened, padding: constants.RSA_NO_PADDING }, Buffer.from(ciphertext, 'base64')),
    );
  } catch (error) {
    if (error instanceof FunctionError) throw error;
    throw new FunctionError('crypto/rsa: decryption error');
  }
}

/** PKCS #1 1.5 by hand: Node refuses that padding by default. */
function unpadded(block: Buffer): string {
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || end < 10) throw new FunctionError('crypto/rsa: decryption error');
  return block.subarray(end + 1).toString('utf8');
}
