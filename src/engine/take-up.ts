import type { RunState, StepState } from './journal-state.ts';
import type { RunPlace } from './run-control.ts';
import type { FactMap, Step } from './step.ts';

type Status = StepState['status'];

interface TakeUpOptions<Env, Facts extends FactMap> {
  readonly steps: readonly Step<Env, Facts>[];
  readonly state: RunState;
  /** The place from which everything is wanted again. */
  readonly from: RunPlace | undefined;
  /** Looks whether what a done step gave still exists. */
  exists(step: Step<Env, Facts>, fact: unknown): Promise<boolean>;
}

interface TakeUp {
  /** Steps whose outcome does not count any more: undone, then run again. */
  readonly dropped: ReadonlySet<string>;
  /** Of these, the ones whose thing is not there any more although nobody here removed it. */
  readonly gone: readonly string[];
}

/**
 * Which finished work of a run still counts. A thing is looked at only if a step that is still to run needs it, or if
 * it is part of the result. Where it is gone, or was put away as nothing seemed to need it, its step runs again and with
 * it every step that built upon it.
 */
export async function takeUp<Env, Facts extends FactMap>(
  options: TakeUpOptions<Env, Facts>,
): Promise<TakeUp> {
  const { steps, state, from } = options;
  const status = (name: string): Status | undefined => state.steps.get(name)?.status;
  const complete = (name: string) => status(name) === 'done' || status(name) === 'finished';
  const dropped = new Set(from === undefined ? [] : withDependents(steps, from.step));
  const looks = new Map<string, Promise<boolean>>();
  const gone: string[] = [];
  for (;;) {
    const pending = (name: string) => dropped.has(name) || !complete(name);
    const needed = (step: Step<Env, Facts>) =>
      step.keep === true ||
      steps.some((other) => other.needs.some((need) => need === step.name) && pending(other.name));
    const suspects = steps.filter((step) => !pending(step.name) && needed(step));
    const lost = await Promise.all(
      suspects.map(async (step) => ((await look(step)) ? undefined : step.name)),
    );
    const found = lost.filter((name) => name !== undefined);
    if (found.length === 0) break;
    gone.push(...found.filter((name) => status(name) === 'done'));
    for (const name of found) for (const each of withDependents(steps, name)) dropped.add(each);
  }
  return { dropped: new Set([...dropped].filter((name) => status(name) !== undefined)), gone };

  function look(step: Step<Env, Facts>): Promise<boolean> {
    if (status(step.name) === 'finished') return Promise.resolve(step.undo === undefined);
    const known = looks.get(step.name) ?? options.exists(step, state.steps.get(step.name)?.fact);
    looks.set(step.name, known);
    return known;
  }
}

/** A step and all that need it, directly or not. */
export function withDependents(
  steps: readonly { readonly name: string; readonly needs: readonly string[] }[],
  name: string,
): readonly string[] {
  const found = new Set([name]);
  // Needs name earlier steps only, so one pass in the order of the list finds all.
  for (const step of steps) if (step.needs.some((need) => found.has(need))) found.add(step.name);
  return [...found];
}
