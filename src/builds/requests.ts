import { join, resolve } from 'node:path';
import type { OnError } from '../engine/run-control.ts';
import type { CloudChoice } from './cloud-choice.ts';
import type { Selection } from './selection.ts';

/** What a request is read with: the surroundings of whoever makes it. */
export interface Around {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  readonly cwd: string;
}

/** How builds are run; unset: as is usual, or as it was when a run began that is taken up. */
export interface HowToRun extends CloudChoice {
  readonly onError?: OnError | undefined;
  /** Builds at the same time; 0: no limit. */
  readonly parallel?: number | undefined;
  /** Milliseconds that an instance may outlive this process; 0: for ever. */
  readonly autoRelease?: number | undefined;
  /** The step to stop after. */
  readonly until?: string | undefined;
  /** Measure where the time goes. */
  readonly timings?: boolean | undefined;
}

/** Builds of a template, from the beginning. */
export interface RunRequest extends HowToRun, Partial<Selection> {
  readonly force?: boolean | undefined;
  /** Names in files of variables that no variable has are told of. */
  readonly warnsUndeclared?: boolean;
  /** The folder of all runs; unset: one beside the template. */
  readonly stateDir?: string | undefined;
}

/** Going on with a run of an earlier process. What is given counts more than, or on top of, what the run began with. */
export interface TakeUpRequest extends HowToRun, Partial<Selection> {
  /** The folder of all runs; unset: one in the working folder. */
  readonly stateDir?: string | undefined;
  /** The template, where it is not where it was. */
  readonly template?: string | undefined;
  readonly acceptChanges?: boolean | undefined;
  /** Of a run whose process was on another machine or in another container and is said to be gone. */
  readonly takeOver?: boolean | undefined;
}

/** Three hours. */
export const AUTO_RELEASE = 3 * 3_600_000;

/** The folder of all runs: as said, or `.ecs-imagebuild` in the folder `beside`. */
export function stateFolder(said: string | undefined, beside: string, { env, cwd }: Around): string {
  const folder = said ?? (env['ECS_IMAGEBUILD_STATE_DIR'] || undefined);
  return folder === undefined ? join(beside, '.ecs-imagebuild') : resolve(cwd, folder);
}
