import type { BuildError } from '../errors/build-error.ts';
import type { Clock } from '../wire/clock.ts';
import type { Durations } from './durations.ts';
import type { Kind } from './kind.ts';
import type { Marked } from './mark.ts';
import type { Scope, UndoScope } from './step.ts';

/** How one temporary or lasting thing of the cloud is made, awaited and removed; see `resource`. */
export interface Resource<Env, Have, Spec, Item extends Marked, Fact> {
  /** The kind as it is seen from a region: of a thing that is noted, the one it was made in. */
  kind(env: Env, region: string): Kind<Spec, Item>;
  region(env: Env): string;
  /** Id given by the user: looked up and never removed. Empty: ours to make. */
  given?(env: Env): string;
  /** The error when the given one does not exist. */
  missing?(id: string): BuildError;
  spec(scope: Scope<Env>, have: Have): Spec | Promise<Spec>;
  ready(item: Item): boolean;
  /** The state in words from which it can never become ready. */
  dead?(item: Item): string | undefined;
  /** Removes what a dead one leaves when it is removed, so that another can be made. */
  remains?(item: Item, scope: Scope<Env>): Promise<void>;
  /** Its state in words, for the error when time runs out. */
  state?(item: Item): string;
  progress?(item: Item): number | undefined;
  /** Milliseconds until giving up. */
  within(env: Env): number;
  /** Milliseconds that it usually takes. */
  readonly expect: number;
  clock(env: Env): Clock;
  /** What earlier runs have learnt about how long such things take. */
  durations?(env: Env): Durations | undefined;
  making?(scope: Scope<Env>, have: Have): string;
  made?(item: Item, scope: Scope<Env>): string;
  removing?(because: UndoScope<Env>['because'], id: string): string;
  fact(item: Item, origin: 'given' | 'made', scope: Scope<Env>, have: Have): Fact | Promise<Fact>;
  /** Tells several things of one step apart. */
  readonly key?: string;
}

/** What a step makes of it. */
export interface Flow<Env, Have, Fact> {
  run(scope: Scope<Env>, have: Have): Promise<Fact>;
  /** Whether the given thing, or the one made, is there and not dead; `true` where the step did without one. */
  check(scope: Scope<Env>): Promise<boolean>;
  undo(scope: UndoScope<Env>, have: Partial<Have>): Promise<void>;
  /** The id of what there is to undo, and if its creating call was never answered it is found out first. */
  held(scope: UndoScope<Env>, have: Partial<Have>): Promise<string | undefined>;
}
