import { type FileHandle, open, realpath, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { goFileError } from '../../files/go-file-error.ts';
import { makeFolder } from '../../files/make-folder.ts';
import type { FileBuilderConfig } from './config.ts';
import { copiesItself, fileUnmade } from './words.ts';

/** Makes the file, telling of a copy in Packer's words. */
export async function makeFile(
  { content, source, target }: FileBuilderConfig,
  say: (text: string) => void,
): Promise<void> {
  const inTheWay = await makeFolder(dirname(target));
  if (inTheWay !== undefined) throw fileUnmade(inTheWay);
  if (source === '') await write(target, content);
  else await copy(source, target, say);
}

async function write(target: string, content: string): Promise<void> {
  await writeFile(target, content, { mode: 0o600 }).catch((error: unknown) => {
    throw fileUnmade(goFileError('open', target, error));
  });
}

async function copy(source: string, target: string, say: (text: string) => void): Promise<void> {
  const failed =
    (operation: string, path: string) =>
    (error: unknown): never => {
      throw fileUnmade(goFileError(operation, path, error));
    };
  await using from = await open(source).catch(failed('open', source));
  // Packer empties such a file.
  if (await same(source, target)) throw copiesItself(source);
  await using to = await open(target, 'w').catch(failed('open', target));
  say(`Copying ${source} to ${target}`);
  say(`Copied ${await copied(from, to, failed('read', source))} bytes`);
}

const CHUNK = 1024 * 1024;

/** Copies what one file holds to another, a piece at a time, and gives how much that was. */
async function copied(from: FileHandle, to: FileHandle, failed: (error: unknown) => never): Promise<number> {
  const buffer = Buffer.alloc(CHUNK);
  for (let total = 0; ; ) {
    const { bytesRead } = await from.read(buffer, 0, CHUNK).catch(failed);
    if (bytesRead === 0) return total;
    await to.writeFile(buffer.subarray(0, bytesRead));
    total += bytesRead;
  }
}

async function same(source: string, target: string): Promise<boolean> {
  const real = (path: string) => realpath(path).catch(() => undefined);
  const [from, to] = [await real(source), await real(target)];
  return from !== undefined && from === to;
}
