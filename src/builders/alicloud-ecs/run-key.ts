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
export async function runKey(folder: string, comment: string): Promise<RunKey> {
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
