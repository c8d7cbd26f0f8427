import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../template/model/go-value.ts';
import { globPattern } from './glob-pattern.ts';
import { badPattern } from './words.ts';

/**
 * The paths that a pattern matches, as Go's `filepath.Glob` gives them: sorted within a folder, hidden ones too, none
 * where nothing matches, and a path without a wildcard as it is written.
 */
export async function glob(pattern: string): Promise<readonly string[]> {
  for (const name of pattern.split('/')) if (globPattern(name) === undefined) throw badPattern(pattern);
  return expand(pattern);
}

async function expand(pattern: string): Promise<readonly string[]> {
  if (!/[*?[\\]/.test(pattern)) return (await exists(pattern)) ? [pattern] : [];
  const slash = pattern.lastIndexOf('/');
  const name = globPattern(pattern.slice(slash + 1));
  if (name === undefined) throw badPattern(pattern);
  const above = slash < 0 ? '.' : pattern.slice(0, slash) || '/';
  const folders = /[*?[\\]/.test(above) ? await expand(above) : [above];
  const found = await Promise.all(folders.map((folder) => within(folder, name)));
  return found.flat();
}

async function within(folder: string, name: RegExp): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .filter((each) => name.test(each))
    .sort(compareBytes)
    .map((each) => join(folder, each));
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
