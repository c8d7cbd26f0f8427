import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import { reason } from '../../wire/reason.ts';
import { opensshEd25519 } from './openssh-key.ts';
import { sshLibrary } from './ssh2.ts';

type PrivateKeyReading =
  | { readonly found: true; readonly text: string }
  | { readonly found: false; readonly why: 'no-key' | 'passphrase' | 'unreadable'; readonly reason: string };

/**
 * Reads a private key in any form that Packer takes (PKCS#1, PKCS#8, SEC 1, OpenSSH), and encrypted ones too, and gives
 * it without passphrase in one that the SSH library takes: it knows no PKCS#8.
 */
export function readPrivateKey(text: string, passphrase = ''): PrivateKeyReading {
  const label = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----/.exec(text)?.[1];
  if (label === undefined) return { found: false, why: 'no-key', reason: 'no key found' };
  const locked = label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(text);
  if (locked && passphrase === '') return passphraseMissing();
  try {
    return locked ? unlocked(text, passphrase) : readPlain(label, text.trim(), passphrase);
  } catch (error) {
    return unreadable(reason(error));
  }
}

/** The authorized_keys form (`TYPE BASE64`) of a private key's public half. Throws on text that is no private key. */
export function publicKeyOf(privateKey: string): string {
  const reading = readPrivateKey(privateKey);
  if (!reading.found) throw new TypeError(reading.reason);
  const parsed = parse(reading.text);
  if (parsed instanceof Error) throw parsed;
  return `${parsed.type} ${parsed.getPublicSSH().toString('base64')}`;
}

/** A node key object in a text form that the SSH library and OpenSSH read. */
export function privateKeyText(key: KeyObject, comment = ''): string {
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  const { d, x } = key.export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519' || d === undefined || x === undefined)
    throw new TypeError(`ssh: unsupported key type ${key.asymmetricKeyType}`);
  return opensshEd25519(Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url'), comment);
}

function readPlain(label: string, text: string, passphrase: string): PrivateKeyReading {
  if (label === 'PRIVATE KEY') return { found: true, text: privateKeyText(createPrivateKey(text)) };
  const parsed = parse(text);
  if (!(parsed instanceof Error)) return { found: true, text };
  if (!/passphrase/i.test(parsed.message)) return unreadable(parsed.message);
  return passphrase === '' ? passphraseMissing() : opened(parse(text, passphrase));
}

/** Encrypted PEM and PKCS#8, which the platform reads. */
function unlocked(text: string, passphrase: string): PrivateKeyReading {
  try {
    return { found: true, text: privateKeyText(createPrivateKey({ key: text, passphrase })) };
  } catch {
    return passphraseWrong();
  }
}

/** An encrypted OpenSSH key, in a form without passphrase. */
function opened(parsed: ParsedKey | Error): PrivateKeyReading {
  if (parsed instanceof Error)
    return /cipher|kdf|unsupported/i.test(parsed.message) ? unreadable(parsed.message) : passphraseWrong();
  return { found: true, text: privateKeyText(createPrivateKey(parsed.getPrivatePEM())) };
}

function parse(text: string, passphrase?: string): ParsedKey | Error {
  return sshLibrary().utils.parseKey(text, passphrase);
}

function passphraseMissing(): PrivateKeyReading {
  return { found: false, why: 'passphrase', reason: 'ssh: this private key is passphrase protected' };
}

function passphraseWrong(): PrivateKeyReading {
  return { found: false, why: 'unreadable', reason: 'the passphrase does not open this private key' };
}

function unreadable(reason: string): PrivateKeyReading {
  return { found: false, why: 'unreadable', reason };
}
