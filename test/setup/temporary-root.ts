import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'ecs-imagebuild-tests-';

/** The temporary directory of all tests of one run. */
export const temporaryRoot = join(tmpdir(), `${PREFIX}${process.pid}`);

/** Makes it, and removes it after the last test. What a test has left in it fails the run. */
export function setup(): () => void {
  removeStale();
  mkdirSync(temporaryRoot, { mode: 0o700 });
  return () => {
    const left = readdirSync(temporaryRoot);
    rmSync(temporaryRoot, { recursive: true, force: true });
    if (left.length > 0)
      throw new Error(`Tests left ${left.length} files and folders behind: ${left.sort().join(', ')}`);
  };
}

/** A run that was killed could not remove its own. */
function removeStale(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : Number.NaN;
    if (pid > 0 && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
