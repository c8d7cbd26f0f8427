import { join } from 'node:path';
import { takeLock } from '../wire/lock-file.ts';
import { stateLocked, stateUnwritable } from './words.ts';

/**
 * Takes the folder for this process and gives the function that lets it go. A lock whose process is gone is taken over.
 * Throws BuildError `emulator-invalid` when a living process, this one included, has the folder.
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  const taken = locked(path);
  if (!('release' in taken)) throw stateLocked(path, taken.owner?.pid);
  return async () => taken.release();
}

function locked(path: string): ReturnType<typeof takeLock> {
  try {
    return takeLock(join(path, 'lock'));
  } catch (error) {
    throw error instanceof Error && 'errno' in error ? stateUnwritable(path, error) : error;
  }
}
