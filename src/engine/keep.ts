import { isBuildError } from '../errors/build-error.ts';
import type { Journal } from './journal.ts';
import type { OnError } from './run-control.ts';
import type { FactMap, Step } from './step.ts';
import type { Undoer } from './undoer.ts';

export interface KeepOptions<Env, Facts extends FactMap> {
  readonly steps: readonly Step<Env, Facts>[];
  readonly journal: Journal;
  readonly undoer: Undoer<Env, Facts>;
  readonly onError: OnError;
  readonly error: unknown;
  tell(text: string): void;
}

/** Leaves everything as a failure found it, in Packer's words; the guest is cleaned up alone, if that was asked for. */
export async function keepAll<Env, Facts extends FactMap>(options: KeepOptions<Env, Facts>): Promise<void> {
  const { steps, journal, undoer, onError, error, tell } = options;
  const state = journal.state.steps;
  const failed = steps.find(({ name }) => state.get(name)?.status === 'failed');
  if (failed !== undefined) tell(`Step "${failed.name}" failed, aborting...`);
  for (const step of steps.toReversed()) {
    if (step.undo === undefined || !state.has(step.name)) continue;
    const cleans = onError === 'run-cleanup-provisioner' && step.cleansGuest === true;
    if (cleans && !isBuildError(error, 'cancelled')) await undoer.run(step, { because: 'failed', error });
    else tell(`aborted: skipping cleanup of step "${step.name}"`);
  }
}
