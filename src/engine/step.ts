import type { BuildEvent } from '../events/event.ts';
import type { Mark } from './mark.ts';

/** What a run has found out or made, by the name of the step that did. Plain JSON: it stands in the journal. */
export type FactMap = object;

/**
 * One step of a build. The array of steps reads as the story; `needs` names the facts that it uses (of earlier steps
 * only), which makes the array a graph as well. Needing a fact also means: what made it must stay alive while I run.
 * So a temporary thing is undone as soon as all steps that need it are done and undone themselves.
 */
export interface Step<
  Env,
  Facts extends FactMap,
  Name extends keyof Facts & string = keyof Facts & string,
  Need extends keyof Facts & string = keyof Facts & string,
> {
  /** Stable: stands in journals and on the command line. */
  readonly name: Name;
  readonly needs: readonly Need[];
  /** One line for `steps`: what this step will do with these settings. */
  plan(env: Env): string;
  run(scope: Scope<Env>, have: Pick<Facts, Need>): Promise<Facts[Name]>;
  /** Idempotent; already gone is success. Called for a step that was started, whether or not it gave its fact. */
  undo?(scope: UndoScope<Env>, have: Partial<Facts>, fact: Facts[Name] | undefined): Promise<void>;
  /** Survives success (image, copies); undone only when the build fails. */
  readonly keep?: boolean;
}

export interface Scope<Env> {
  /** What the builder gives its steps: config, cloud, connect. */
  readonly env: Env;
  readonly runId: string;
  readonly step: string;
  readonly mark: Mark;
  /** The id noted by an earlier try of this step in this run. */
  readonly handle: string | undefined;
  /** Notes durably that this step owns the thing `id`, before anything waits for it. */
  made(id: string): Promise<void>;
  readonly signal: AbortSignal;
  emit(event: Unsigned<BuildEvent>): void;
}

export interface UndoScope<Env> extends Scope<Env> {
  readonly because: 'finished' | 'failed' | 'cancelled';
  /** The first error of the build, if it failed. */
  readonly error: unknown;
}

/** An event as a step gives it: the runner adds the build's name. */
export type Unsigned<E> = E extends unknown ? Omit<E, 'build'> : never;
