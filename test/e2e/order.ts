import { onTestFailed, TestRunner } from 'vitest';
import type { RunControl } from '../../src/engine/run-control.ts';
import { seededRandom } from '../fuzz/random.ts';

/**
 * How the steps of the builds of one test follow each other: of every other build side by side, as users have it, of the
 * rest one by one, by lot among those that are ready, so that a need which no step states comes to light. A failing
 * test prints its seed; `ORDER_SEED` repeats it.
 */
export function orders(): () => Pick<RunControl, 'next'> {
  const seed = Number(process.env['ORDER_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  const random = seededRandom(seed);
  if (TestRunner.getCurrentTest() !== undefined)
    onTestFailed(() => void process.stderr.write(`The order of the steps again: ORDER_SEED=${seed}\n`));
  return () => (random.chance(0.5) ? { next: (ready) => random.pick(ready) } : {});
}
