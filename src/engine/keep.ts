import { isBuildError } from '../errors/build-error.ts';
import { reason } from '../wire/reason.ts';
import type { Journal } from './journal.ts';
import type { StepState } from './journal-state.ts';
import type { OnError } from './run-control.ts';
import { type FactMap, type Step, titleOf } from './step.ts';
import type { Undoer } from './undoer.ts';

interface KeepOptions<Env, Facts extends FactMap> {
  readonly steps: readonly Step<Env, Facts>[];
  readonly journal: Journal;
  readonly undoer: Undoer<Env, Facts>;
  readonly onError: OnError;
  /** What the build has failed of; cleaning up the guest may put another error in place of the first. */
  error(): unknown;
  tell(text: string): void;
}

/** Leaves everything as a failure found it, in Packer's words; the guest is cleaned up alone, if that was asked for. */
export async function keepAll<Env, Facts extends FactMap>(options: KeepOptions<Env, Facts>): Promise<void> {
  const { steps, journal, undoer, onError, error, tell } = options;
  // A build of one step has nothing to keep beside it.
  if (steps.length === 1) return;
  const state = journal.state.steps;
  const cancelled = isBuildError(error(), 'cancelled');
  const cleans = onError === 'run-cleanup-provisioner' && !cancelled;
  const begun = steps.filter(({ name }) => state.has(name)).toReversed();
  const [cleaned, kept] = partition(begun, (step) => cleans && step.cleansGuest === true);
  for (const step of cleaned) await undoer.run(step, { because: 'failed', error: error() });
  // Packer names a step that it keeps: where the failed one cleans up its guest, that is the one before it.
  const failed = kept.find(({ name }) => failedItself(state.get(name))) ?? kept[0];
  if (cancelled) tell('Interrupted, aborting...');
  else {
    tell(reason(error()));
    if (failed !== undefined) tell(`Step "${titleOf(failed)}" failed, aborting...`);
  }
  for (const step of kept)
    if (step !== failed && step.undo !== undefined)
      tell(`aborted: skipping cleanup of step "${titleOf(step)}"`);
}

/** A step that was stopped because another one had failed has failed as cancelled. */
function failedItself(step: StepState | undefined): boolean {
  return step?.status === 'failed' && step.failure !== 'cancelled';
}

function partition<T>(
  all: readonly T[],
  belongs: (one: T) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}
