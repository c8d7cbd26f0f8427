import { chmod, readFile, rename, writeFile } from 'node:fs/promises';

/** A secret of a run in a file that its owner alone can read: read, or made and complete on the disk before it is given. */
export async function keptSecret(file: string, make: () => Promise<string>): Promise<string> {
  const known = await read(file);
  if (known !== undefined) return known;
  const made = await make();
  const draft = `${file}.new`;
  await writeFile(draft, made, { mode: 0o600, flush: true });
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
