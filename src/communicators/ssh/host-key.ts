import { createHash } from 'node:crypto';

/** Algorithms with which a server can prove that it has a key of a type. RSA keys sign in three ways. */
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
};

/** OpenSSH's form of a fingerprint, `SHA256:` and base64 without padding. */
export function fingerprint(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** Whether `stated` (`SHA256:...`, `MD5:aa:bb...`, or either without its name) is the fingerprint of this key. */
export function hasFingerprint(key: Uint8Array, stated: string): boolean {
  const text = stated.trim();
  const md5 = createHash('md5').update(key).digest('hex');
  if (/^(MD5:)?([0-9a-f]{2}:){15}[0-9a-f]{2}$/i.test(text))
    return text.replace(/^MD5:/i, '').replaceAll(':', '').toLowerCase() === md5;
  return fingerprint(key) === `SHA256:${text.replace(/^SHA256:/i, '').replace(/=+$/, '')}`;
}

/** Whether a text can be the fingerprint of a key at all. */
export function isFingerprint(text: string): boolean {
  return /^(SHA256:)?[A-Za-z0-9+/]{43}=?$/.test(text) || /^(MD5:)?([0-9a-f]{2}:){15}[0-9a-f]{2}$/i.test(text);
}

/** The type that a key in wire form names: its first string. */
export function keyType(key: Uint8Array): string {
  const bytes = Buffer.from(key);
  return bytes.length < 4 ? '' : bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString('latin1');
}

/** Host-key algorithms that show a key of this type. */
export function algorithmsOf(type: string): readonly string[] {
  return ALGORITHMS[type] ?? [type];
}

/** Keys in a text: every `TYPE BASE64` whose base64 names the same type. */
export function publicKeysIn(text: string): readonly Buffer[] {
  const pairs = text.matchAll(/\b((?:ssh|ecdsa|sk)-[\w@.-]+)\s+(AAAA[A-Za-z0-9+/]+=*)/g);
  return [...pairs].flatMap(([, type, body = '']) => {
    const key = Buffer.from(body, 'base64');
    return keyType(key) === type ? [key] : [];
  });
}
