import { BuildError } from '../errors/build-error.ts';
import type { BuildEvent, UndoReason } from '../events/event.ts';
import type { Mark } from './mark.ts';

/** What a run has found out or made, by the name of the step that did. Plain JSON: it stands in the journal. */
export type FactMap = object;

type Name<Facts> = keyof Facts & string;

/**
 * One step of a build. The array of steps reads as the story; `needs` names the facts that it uses (of earlier steps
 * only), which makes the array a graph as well. Needing a fact also means: what made it must stay alive while I run.
 * So a temporary thing is undone as soon as all steps that need it are done and undone themselves.
 */
export interface Step<
  Env,
  Facts extends FactMap,
  Own extends Name<Facts> = Name<Facts>,
  Need extends Name<Facts> = Name<Facts>,
> {
  /** Stable: stands in journals and on the command line. */
  readonly name: Own;
  readonly needs: readonly Need[];
  /** What people are told of as this step; unset: its name. */
  readonly title?: string;
  /** One line for `steps`: what this step will do with these settings. */
  plan(env: Env): string;
  run(scope: Scope<Env>, have: Pick<Facts, Need>): Promise<Facts[Own]>;
  /** Idempotent; already gone is success. Called for a step that was started, whether or not it gave its fact. */
  undo?(scope: UndoScope<Env>, have: Partial<Facts>, fact: Facts[Own] | undefined): Promise<void>;
  /**
   * Whether what the fact tells still exists; one look, when a run is taken up again. Without it the fact is believed.
   * Throws what the cloud says when it cannot be seen: that is not the same as gone.
   */
  check?(scope: Scope<Env>, fact: Facts[Own]): Promise<boolean>;
  /** Its undo runs the error-cleanup-provisioner, which is also done where everything else is kept. */
  readonly cleansGuest?: boolean;
  /** Survives success (image, copies); undone only when the build fails. */
  readonly keep?: boolean;
  /** With it the result is there: whatever fails later, the result stays and the run can be gone on with. */
  readonly completes?: boolean;
  /** Things that what it makes does not need any more: they can go once it is done. */
  readonly outlives?: readonly Need[];
  /** What it waits for goes on without us, and is worth keeping: when its time runs out nothing is undone. */
  readonly keepsOnTimeout?: boolean;
}

export interface Scope<Env> {
  /** What the builder gives its steps: config, cloud, connect. */
  readonly env: Env;
  readonly runId: string;
  readonly step: string;
  /** Whether this step was begun before in this run. */
  readonly again: boolean;
  /** Token and tags for what this step makes; `key` tells several things of one step apart (a region, say). */
  mark(key?: string): Mark;
  /** The id noted by an earlier try of this step in this run, under the same `key`. */
  handle(key?: string): string | undefined;
  /** The region in which it was noted. */
  region(key?: string): string | undefined;
  /** When it was noted, in milliseconds since 1970; `undefined` once the step was done, as that has seen it. */
  unseenSince(key?: string): number | undefined;
  /** How often the thing under `key` was found gone: the number in its mark. */
  attempt(key?: string): number;
  /** All ids noted so far, by key; `''` is the key of a step's only thing. */
  readonly handles: ReadonlyMap<string, string>;
  /** Notes durably that a creating call is about to be sent: from here on there may be a thing whose id is unknown. */
  asking(key?: string): void;
  /** Notes that the creating call was answered with a refusal: it made nothing, and its token is spent. */
  refused(key?: string): void;
  /** Whether a creating call was sent of which no answer is known. */
  unanswered(key?: string): boolean;
  /** Notes durably that this step owns the thing `id`, before anything waits for it. */
  made(
    id: string,
    key?: string,
    what?: { readonly noun: string; readonly region: string; readonly of?: string },
  ): void;
  /** Notes that the thing made earlier is no more: the next mark asks for a new one. */
  gone(key?: string): void;
  readonly signal: AbortSignal;
  emit(event: Unsigned<BuildEvent>): void;
}

export interface UndoScope<Env> extends Scope<Env> {
  /** `again`: the step is about to be run once more. */
  readonly because: UndoReason;
  /** What the build has failed of, if it has. */
  readonly error: unknown;
  /** What the build is said to have failed of from here on. */
  replaceError(error: unknown): void;
}

/** An event as a step gives it: the runner adds the build's name. */
export type Unsigned<E> = E extends unknown ? Omit<E, 'build'> : never;

/** Lets a step list hold steps that differ in their needs, with each one's types still checked where it is written. */
export function step<Env, Facts extends FactMap, Own extends Name<Facts>, Need extends Name<Facts>>(
  definition: Step<Env, Facts, Own, Need>,
): Step<Env, Facts, Own, Need> {
  return definition;
}

/** What people are told of as this step. */
export function titleOf({ name, title = name }: { readonly name: string; readonly title?: string }): string {
  return title;
}

/** Throws where a step needs one that stands behind it or nowhere: a slip of ours. */
export function checkOrder(
  steps: readonly { readonly name: string; readonly needs: readonly string[] }[],
): void {
  const earlier = new Set<string>();
  for (const { name, needs } of steps) {
    const late = needs.find((need) => !earlier.has(need));
    if (late !== undefined)
      throw new BuildError('internal', `Step ${name} needs ${late}, which no earlier step gives.`);
    earlier.add(name);
  }
}
