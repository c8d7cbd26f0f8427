import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { goFileError } from '../../files/go-file-error.ts';
import { cancelledComponent } from '../../provisioners/words.ts';
import { fileFailed } from '../words.ts';

const DIGESTS: readonly string[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

export function isDigest(type: string): boolean {
  return DIGESTS.includes(type);
}

/** Several digests of a file, in hexadecimal, by their type; the file is read once, in flat memory. */
export async function digestsOf(
  file: string,
  types: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map(types.map((type) => [type, createHash(type)]));
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024, signal }))
      for (const hash of hashes.values()) hash.update(chunk);
  } catch (error) {
    if (signal.aborted) throw cancelledComponent('checksum');
    const opened = error instanceof Error && 'syscall' in error && error.syscall === 'open';
    const reason = `unable to compute ${types[0]} hash for ${file}`;
    throw fileFailed('', opened ? goFileError(`unable to open file ${file}: open`, file, error) : reason);
  }
  return new Map([...hashes].map(([type, hash]) => [type, hash.digest('hex')]));
}
