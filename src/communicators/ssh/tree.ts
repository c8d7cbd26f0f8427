import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A folder of this machine with all that is in it; links are what they lead to. */
export interface Tree {
  readonly name: string;
  readonly mode: number;
  /** Of all files below. */
  readonly bytes: number;
  readonly files: readonly TreeFile[];
  readonly folders: readonly Tree[];
}

export interface TreeFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly mode: number;
}

/** Looks that are under way at once: enough to keep a disk busy. */
const AT_ONCE = 64;

/** The folder as it is now: read first, so that the total is known and a missing file fails before anything is sent. */
export async function readTree(path: string, name = basename(path)): Promise<Tree> {
  const { mode } = await stat(path);
  const files: TreeFile[] = [];
  const folders: Tree[] = [];
  const names = (await readdir(path)).sort();
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const some = names.slice(from, from + AT_ONCE);
    const looks = await Promise.all(
      some.map(async (entry) => ({ entry, facts: await stat(join(path, entry)) })),
    );
    for (const { entry, facts } of looks) {
      if (facts.isDirectory()) folders.push(await readTree(join(path, entry), entry));
      else if (facts.isFile())
        files.push({ path: join(path, entry), name: entry, size: facts.size, mode: facts.mode & 0o777 });
    }
  }
  const sizes = [...files.map(({ size }) => size), ...folders.map(({ bytes }) => bytes)];
  return { name, mode: mode & 0o777, bytes: sizes.reduce((sum, size) => sum + size, 0), files, folders };
}
