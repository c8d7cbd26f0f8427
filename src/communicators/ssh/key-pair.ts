import { generateKeyPair, type KeyObject } from 'node:crypto';
import { privateKeyText, publicKeyOf } from './private-key.ts';

export type KeyPairType = 'rsa' | 'ecdsa' | 'ed25519';

export interface KeyPair {
  /** PEM (rsa, ecdsa) or OpenSSH (ed25519) text, without passphrase. */
  readonly privateKey: string;
  /** One line for authorized_keys, with its comment. */
  readonly publicKey: string;
}

export interface KeyPairOptions {
  /** rsa: 2048 unless given; ecdsa: 256, 384 or 521 (the default, as in Packer); ed25519 has one size. */
  readonly bits?: number;
  readonly comment?: string;
}

const CURVES: Readonly<Record<number, string>> = { 256: 'P-256', 384: 'P-384', 521: 'P-521' };

/**
 * Makes a key pair on this machine, off the main thread. Packer's default of 4096 bits takes about a second for a key
 * that lives for minutes; 2048 bits take a tenth of that.
 */
export async function makeKeyPair(type: KeyPairType, options: KeyPairOptions = {}): Promise<KeyPair> {
  const comment = options.comment ?? '';
  const privateKey = privateKeyText(await generate(type, options.bits ?? 0), comment);
  return { privateKey, publicKey: `${publicKeyOf(privateKey)} ${comment}`.trimEnd() };
}

/** Whether `bits` is a size that keys of this type have; 0 means the default. */
export function validKeyBits(type: KeyPairType, bits: number): boolean {
  if (bits === 0 || type === 'ed25519') return true;
  return type === 'rsa' ? bits >= 1024 && bits <= 16384 : CURVES[bits] !== undefined;
}

function generate(type: KeyPairType, bits: number): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, _publicKey: KeyObject, privateKey: KeyObject): void =>
      error === null ? resolve(privateKey) : reject(error);
    if (type === 'rsa') generateKeyPair('rsa', { modulusLength: bits || 2048 }, done);
    else if (type === 'ecdsa')
      generateKeyPair('ec', { namedCurve: CURVES[bits || 521] ?? String(bits) }, done);
    else generateKeyPair('ed25519', {}, done);
  });
}
