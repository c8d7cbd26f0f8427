import type { BuildOptions } from './build-options.ts';
import { knownFacts } from './revive.ts';
import type { FactMap } from './step.ts';
import { Undoer } from './undoer.ts';
import { undoIncomplete } from './words.ts';

/**
 * Removes what a successful run would keep, because what was made of it takes its place. Done again after a crash it
 * does nothing twice: what is undone is noted. Throws when something is left.
 */
export async function discardResult<Env, Facts extends FactMap>(
  options: Pick<BuildOptions<Env, Facts>, 'steps' | 'env' | 'journal' | 'emit' | 'buildName'>,
): Promise<void> {
  const { steps, journal } = options;
  const undoer = new Undoer({ ...options, facts: knownFacts(steps, journal.state) });
  const kept = steps.filter(({ keep, undo }) => keep === true && undo !== undefined);
  const names = new Set(kept.map(({ name }) => name));
  if (!(await undoer.undoAll(names, { because: 'discarded' }))) throw undoIncomplete();
}
