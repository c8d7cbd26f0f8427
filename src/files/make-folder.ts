import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { goFileError } from './go-file-error.ts';

/** Makes a folder and those above it. Gives Go's words for what stands in the way, or `undefined`. */
export async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    return undefined;
  } catch (error) {
    const file = fileAbove(folder);
    return file === undefined ? goFileError('mkdir', folder, error) : `mkdir ${file}: not a directory`;
  }
}

/** The nearest thing on the path that is there and is no folder. */
function fileAbove(path: string): string | undefined {
  if (existsSync(path)) return statSync(path).isDirectory() ? undefined : path;
  const parent = dirname(path);
  return parent === path ? undefined : fileAbove(parent);
}
