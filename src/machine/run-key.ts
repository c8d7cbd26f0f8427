import { join } from 'node:path';
import type { CommunicatorConfig } from '../communicators/config.ts';
import { isKeyPairType } from '../communicators/prepare-ssh.ts';
import { makeKeyPair } from '../communicators/ssh/key-pair.ts';
import { publicKeyOf } from '../communicators/ssh/private-key.ts';
import { keptSecret } from './kept-secret.ts';

export interface RunKey {
  readonly privateKey: string;
  readonly publicKey: string;
}

interface RunKeyOptions {
  /** Of the key; a key that exists already keeps its own. */
  readonly comment?: string;
  readonly config: Pick<CommunicatorConfig, 'temporary_key_pair_type' | 'temporary_key_pair_bits'>;
}

/**
 * The key of a run: `key.pem` in its folder (0600), made when it is asked for first. It is complete on the disk before
 * anybody learns its public half, so a crash never leaves an instance that nobody can enter. RSA unless the template
 * says otherwise; its signatures use SHA-2, so new distributions accept it.
 */
export function runKey(folder: string, options: RunKeyOptions): Promise<RunKey> {
  const known = keys.get(folder);
  if (known !== undefined) return known;
  const key = readOrMake(folder, options);
  keys.set(folder, key);
  key.catch(() => keys.delete(folder));
  return key;
}

/** Making one takes up to a second, so a build begins with it and its steps wait for the same key. */
const keys = new Map<string, Promise<RunKey>>();

async function readOrMake(folder: string, { comment = '', config }: RunKeyOptions): Promise<RunKey> {
  const { temporary_key_pair_type: wanted, temporary_key_pair_bits: bits } = config;
  const type = isKeyPairType(wanted) ? wanted : 'rsa';
  const make = async () => (await makeKeyPair(type, { comment, bits })).privateKey;
  const privateKey = await keptSecret(join(folder, 'key.pem'), make);
  return { privateKey, publicKey: `${publicKeyOf(privateKey)} ${comment}`.trimEnd() };
}
