import { reason } from '../../wire/reason.ts';
import type { BuildScope } from '../builder.ts';

/** Packer's names for the two steps of this builder. */
export type NullStep = 'StepConnect' | 'StepProvision';

export interface Failing {
  readonly scope: BuildScope;
  readonly step: NullStep;
  /** What undoing the step does when the build is to end tidily; may throw an error that replaces the first. */
  cleanUp?(error: unknown): Promise<void>;
}

/** Runs one step, and after a failure does what `-on-error` says, in Packer's words. */
export async function withOnError<T>(failing: Failing, run: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (failing.scope.signal.aborted) throw error;
      if ((await decide(failing, error)) === 'end') throw error;
    }
  }
}

async function decide(failing: Failing, error: unknown): Promise<'end' | 'retry'> {
  const { onError } = failing.scope;
  if (onError === 'ask') return ask(failing, error);
  if (onError === 'abort') abort(failing, error);
  else if (onError === 'run-cleanup-provisioner') await cleanUpOnly(failing, error);
  else await failing.cleanUp?.(error);
  return 'end';
}

function abort({ scope, step }: Failing, error: unknown): void {
  tell(scope, reason(error));
  tell(scope, `Step "${step}" failed, aborting...`);
  if (step === 'StepProvision') tell(scope, 'aborted: skipping cleanup of step "StepConnect"');
}

/** The step whose clean-up ran is not the one that Packer names. */
async function cleanUpOnly({ scope, cleanUp }: Failing, error: unknown): Promise<void> {
  let last = error;
  try {
    await cleanUp?.(error);
  } catch (second) {
    last = second;
  }
  tell(scope, reason(last));
  tell(scope, 'Step "StepConnect" failed, aborting...');
  if (last !== error) throw last;
}

async function ask(failing: Failing, error: unknown): Promise<'end' | 'retry'> {
  const { scope, step, cleanUp } = failing;
  tell(scope, reason(error));
  const answer = (await scope.control?.ask?.(step, error)) ?? 'cleanup';
  if (answer === 'retry') return 'retry';
  if (answer === 'abort') abort(failing, error);
  else await cleanUp?.(error);
  return 'end';
}

function tell(scope: BuildScope, text: string): void {
  scope.emit({ type: 'note', build: scope.buildName, level: 'error', text });
}
