import type { Emit } from '../events/event.ts';
import type { Journal } from './journal.ts';
import type { OnError, RunControl } from './run-control.ts';
import type { FactMap, Step } from './step.ts';

export interface BuildOptions<Env, Facts extends FactMap> {
  readonly steps: readonly Step<Env, Facts>[];
  readonly env: Env;
  readonly journal: Journal;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly buildName: string;
  readonly onError: OnError;
  readonly control?: RunControl | undefined;
  /** Something follows the steps: their success does not end the run. */
  readonly followed?: boolean | undefined;
}
