import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A public key as `authorized_keys` writes it, and its fingerprint (MD5 of the key, in colons). */
export interface PublicKey {
  readonly line: string;
  readonly fingerprint: string;
}

/** Kinds of keys that can be imported: ed25519 is not among those the service documents. */
const importable = [
  'ssh-rsa',
  'ssh-dss',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
];

/** Reads a public key in OpenSSH form; undefined when it is none, or of a kind the service does not take. */
export function readPublicKey(body: string): PublicKey | undefined {
  const [kind = '', data = ''] = body.trim().split(/\s+/);
  const blob = Buffer.from(data, 'base64');
  if (!importable.includes(kind) || blob.toString('base64') !== data || !parts(blob, kind)) return undefined;
  return { line: `${kind} ${data}`, fingerprint: fingerprintOf(blob) };
}

/** A new RSA key of 2048 bits: an unencrypted PKCS#8 PEM and its public half. */
export function newKey(): PublicKey & { readonly pem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const blob = rsaBlob(publicKey);
  return {
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    line: `ssh-rsa ${blob.toString('base64')}`,
    fingerprint: fingerprintOf(blob),
  };
}

/** Whether the blob is whole: length-prefixed parts to its very end, the first naming the kind. */
function parts(blob: Buffer, kind: string): boolean {
  let offset = 0;
  let count = 0;
  while (offset + 4 <= blob.length) {
    const end = offset + 4 + blob.readUInt32BE(offset);
    if (count === 0 && blob.subarray(offset + 4, end).toString() !== kind) return false;
    offset = end;
    count += 1;
  }
  return offset === blob.length && count >= 3;
}

function rsaBlob(key: KeyObject): Buffer {
  const { e = '', n = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([part(Buffer.from('ssh-rsa')), ...[e, n].map((text) => part(positive(text)))]);
}

function part(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A number of SSH is signed: a leading zero keeps a high first bit from meaning minus. */
function positive(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url');
  return (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}

function fingerprintOf(blob: Buffer): string {
  const digest = createHash('md5').update(blob).digest('hex');
  return digest.match(/../g)?.join(':') ?? digest;
}
