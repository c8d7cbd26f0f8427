import type { Journal } from './journal.ts';
import type { RunState } from './journal-state.ts';
import type { RunPlace } from './run-control.ts';
import type { FactMap, Scope, Step } from './step.ts';
import { takeUp } from './take-up.ts';
import type { Undoer } from './undoer.ts';
import { undoIncomplete } from './words.ts';

interface ReviveOptions<Env, Facts extends FactMap> {
  readonly steps: readonly Step<Env, Facts>[];
  readonly journal: Journal;
  /** Those of the journal; what does not count any more is taken out. */
  readonly facts: Partial<Facts>;
  readonly undoer: Undoer<Env, Facts>;
  readonly from: RunPlace | undefined;
  scope(step: Step<Env, Facts>): Scope<Env>;
  say(text: string): void;
}

/** Looks at what an earlier process has done, and undoes what has to be done again. */
export async function revive<Env, Facts extends FactMap>(options: ReviveOptions<Env, Facts>): Promise<void> {
  const { steps, journal, facts, undoer, from, say } = options;
  const exists = async (step: Step<Env, Facts>, fact: unknown) =>
    (await step.check?.(options.scope(step), fact as Facts[typeof step.name])) ?? true;
  const { dropped, gone } = await takeUp({ steps, state: journal.state, from, exists });
  const others = [...dropped].filter((name) => !gone.includes(name)).join(', ');
  for (const name of gone) say(`What step ${name} had made is gone: it runs again.`);
  if (gone.length > 0 && others !== '') say(`So do the steps that built upon it: ${others}.`);
  // From a part on, the parts before it stay done, so that step is not undone as a whole.
  const inside = from?.part === undefined ? undefined : from.step;
  const undone = new Set([...dropped].filter((name) => name !== inside));
  if (!(await undoer.undoAll(undone, { because: 'again' }))) throw undoIncomplete();
  if (inside !== undefined && from?.part !== undefined && dropped.has(inside))
    journal.write({ type: 'again', step: inside, part: from.part, alone: false });
  for (const { name } of steps) if (dropped.has(name)) delete facts[name];
}

/** The facts that a journal knows, whether or not they still count. */
export function knownFacts<Env, Facts extends FactMap>(
  steps: readonly Step<Env, Facts>[],
  state: RunState,
): Partial<Facts> {
  const facts: Partial<Facts> = {};
  for (const { name } of steps) {
    const before = state.steps.get(name);
    if (before?.status === 'done' || before?.status === 'finished')
      facts[name] = before.fact as Facts[typeof name];
  }
  return facts;
}
