import { mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leash } from '../leash.js';

/** The temporary directory of all tests of one run. */
export const temporaryRoot = join(tmpdir(), `ecs-imagebuild-tests-${process.pid}`);

/** Makes it, and removes it after the last test. What a test has left in it, or left running, fails the run. */
export function setup(): () => Promise<void> {
  mkdirSync(temporaryRoot, { mode: 0o700 });
  const { release } = leash(temporaryRoot);
  return async () => {
    const left = readdirSync(temporaryRoot);
    const running = await release();
    if (left.length > 0)
      throw new Error(`Tests left ${left.length} files and folders behind: ${left.sort().join(', ')}`);
    if (running !== '') throw new Error(`Tests left programs running:\n${running}`);
  };
}
