import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeKeyPair } from '../../communicators/ssh/key-pair.ts';
import { publicKeyOf } from '../../communicators/ssh/private-key.ts';

export interface RunKey {
  readonly privateKey: string;
  readonly publicKey: string;
}

/**
 * The key of a run: `key.pem` in its folder (0600), made when it is asked for first. It is complete on the disk before
 * anybody learns its public half, so a crash never leaves an instance that nobody can enter. RSA, because the service
 * imports no ed25519; signatures use SHA-2, so new distributions accept it.
 */
export function runKey(folder: string, comment: string): Promise<RunKey> {
  const known = keys.get(folder);
  if (known !== undefined) return known;
  const key = readOrMake(folder, comment);
  keys.set(folder, key);
  key.catch(() => keys.delete(folder));
  return key;
}

/** Making one takes up to a second, so a build begins with it and its steps wait for the same key. */
const keys = new Map<string, Promise<RunKey>>();

async function readOrMake(folder: string, comment: string): Promise<RunKey> {
  const file = join(folder, 'key.pem');
  const known = await read(file);
  if (known !== undefined) return { privateKey: known, publicKey: `${publicKeyOf(known)} ${comment}` };
  const made = await makeKeyPair('rsa', { comment });
  const draft = `${file}.new`;
  await writeFile(draft, made.privateKey, { mode: 0o600, flush: true });
  await chmod(draft, 0o600);
  await rename(draft, file);
  return made;
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
