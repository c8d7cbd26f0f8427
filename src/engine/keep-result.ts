import type { Journal } from './journal.ts';
import type { OnError } from './run-control.ts';
import type { FactMap, Step } from './step.ts';
import type { Undoer } from './undoer.ts';

interface KeepOptions<Env, Facts extends FactMap> {
  readonly steps: readonly Step<Env, Facts>[];
  readonly journal: Journal;
  readonly undoer: Undoer<Env, Facts>;
  readonly onError: OnError;
}

/**
 * After a failure: whether the result is there, which no failure takes away from then on. What nothing needs that is still
 * to be done is removed; with the rest the run can be gone on with.
 */
export async function keptResult<Env, Facts extends FactMap>(
  options: KeepOptions<Env, Facts>,
): Promise<boolean> {
  const { steps, journal, undoer, onError } = options;
  const complete = steps.some(
    ({ name, completes }) => completes === true && journal.state.steps.get(name)?.status === 'done',
  );
  if (!complete || onError === 'cleanup-all') return false;
  await undoer.undoAll(unneeded(options), { because: 'finished' });
  return true;
}

function unneeded<Env, Facts extends FactMap>({
  steps,
  journal,
}: Pick<KeepOptions<Env, Facts>, 'steps' | 'journal'>): ReadonlySet<string> {
  const known = journal.state.steps;
  const free = new Set<string>();
  const holds = ({ name, needs, keep, undo, outlives = [] }: Step<Env, Facts>, need: string) => {
    if (!needs.some((each) => each === need)) return false;
    const status = known.get(name)?.status ?? 'pending';
    const stays = keep !== true && undo !== undefined && !outlives.some((each) => each === need);
    return status === 'done' ? stays && !free.has(name) : status !== 'finished';
  };
  // Needs name earlier steps only: from the end on, all that need a step have been looked at before it.
  for (const step of steps.toReversed()) {
    const state = known.get(step.name);
    // What could not be removed a moment ago is not tried again: `cleanup` does that later.
    if (step.keep === true || step.undo === undefined || state?.status !== 'done' || state.left) continue;
    if (!steps.some((other) => holds(other, step.name))) free.add(step.name);
  }
  return free;
}
