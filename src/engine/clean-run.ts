import type { BuildOptions } from './build-options.ts';
import { forgiving } from './forgiving-journal.ts';
import { knownFacts } from './revive.ts';
import type { FactMap } from './step.ts';
import { Undoer } from './undoer.ts';
import { journalLost } from './words.ts';

/**
 * Undoes what a run still holds, dependents first, and gives whether nothing is left. Of a run that succeeded only that
 * which could not be removed then: its images stay. The decision is noted first, so a crash on the way is gone on with.
 */
export async function cleanRun<Env, Facts extends FactMap>(
  options: Omit<BuildOptions<Env, Facts>, 'onError' | 'signal' | 'control'>,
): Promise<boolean> {
  const { steps, buildName, emit } = options;
  const journal = forgiving(options.journal, () => emit({ ...journalLost, build: buildName }));
  const { state } = journal;
  const undoer = new Undoer({ ...options, journal, facts: knownFacts(steps, state) });
  const succeeded = state.outcome === 'succeeded';
  const begun = steps.filter(({ name, undo }) => undo !== undefined && state.steps.has(name));
  const held = begun.filter(({ name }) => !succeeded || state.steps.get(name)?.left === true);
  const names = new Set(held.map(({ name }) => name));
  if (succeeded) return undoer.undoAll(names, { because: 'finished' });
  const { because, code, message } = state.undoing ?? CLEANED;
  if (state.undoing === undefined) journal.write({ type: 'undoing', because, code, message });
  const clean = await undoer.undoAll(names, { because });
  journal.write({ type: 'ended', outcome: because });
  return clean;
}

const CLEANED = { because: 'cancelled', code: 'cancelled', message: 'The run was cleaned up.' } as const;
