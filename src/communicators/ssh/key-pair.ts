import { generateKeyPair, type KeyObject } from 'node:crypto';
import { privateKeyText, publicKeyOf } from './private-key.ts';

export type KeyPairType = 'rsa' | 'ecdsa' | 'ed25519';

interface KeyPair {
  /** PEM (rsa, ecdsa) or OpenSSH (ed25519) text, without passphrase. */
  readonly privateKey: string;
  /** One line for authorized_keys, with its comment. */
  readonly publicKey: string;
}

interface KeyPairOptions {
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
  const privateKey = privateKeyText(await inTurn(() => generate(type, options.bits ?? 0)), comment);
  return { privateKey, publicKey: `${publicKeyOf(privateKey)} ${comment}`.trimEnd() };
}

/** Keys made at the same time: the four threads that Node has for this also read files and look up names. */
const AT_ONCE = 2;
const waiting: (() => void)[] = [];
let making = 0;

/** With hundreds of builds in one process nothing else would move until all have their keys. */
async function inTurn<T>(make: () => Promise<T>): Promise<T> {
  if (making >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else making += 1;
  try {
    return await make();
  } finally {
    const next = waiting.shift();
    if (next === undefined) making -= 1;
    else next();
  }
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
