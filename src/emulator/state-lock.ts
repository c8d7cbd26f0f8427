import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessIdentity } from '../wire/process-identity.ts';
import { isAlive, ownIdentity } from '../wire/process-identity.ts';
import { stateLocked, stateUnwritable } from './words.ts';

/**
 * Takes the folder for this process and gives the function that lets it go. A lock whose process is gone is taken over.
 * Throws BuildError `emulator-invalid` when a living process, this one included, has the folder.
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  const lock = join(path, 'lock');
  const mine = `${lock}.${randomUUID()}`;
  try {
    // The link either makes the complete lock or fails: nobody ever reads a half-written one.
    await writeFile(mine, `${JSON.stringify(ownIdentity())}\n`, { mode: 0o600 });
    if (!(await tryLink(mine, lock))) {
      const holder = await readHolder(lock);
      if (holder !== undefined && isAlive(holder)) throw stateLocked(path, holder.pid);
      await rm(lock, { force: true });
      if (!(await tryLink(mine, lock))) throw stateLocked(path, undefined);
    }
  } catch (error) {
    throw error instanceof Error && 'errno' in error ? stateUnwritable(path, error) : error;
  } finally {
    await rm(mine, { force: true });
  }
  return () => rm(lock, { force: true });
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(lock: string): Promise<ProcessIdentity | undefined> {
  try {
    const { pid, bootId, startTime } = Object(JSON.parse(await readFile(lock, 'utf8')));
    const complete = Number.isInteger(pid) && typeof bootId === 'string' && typeof startTime === 'string';
    return complete ? { pid, bootId, startTime } : undefined;
  } catch {
    return undefined;
  }
}
