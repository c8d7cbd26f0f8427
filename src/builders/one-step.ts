import { eventError } from '../engine/event-error.ts';
import type { Artifact, BuildScope } from './builder.ts';

/** The name of the step of builders that have only one; the provisioners run in it. */
export const ONE_STEP = 'provisioned';

/** Journals a build whose machine is not ours: all that can be told is how far the provisioners got. */
export async function oneStep(scope: BuildScope, build: () => Promise<Artifact>): Promise<Artifact> {
  const { journal, onError, signal, control } = scope;
  const place = control?.only ?? control?.from;
  if (place?.part !== undefined)
    journal.write({ type: 'again', step: ONE_STEP, part: place.part, alone: place === control?.only });
  journal.write({ type: 'started', step: ONE_STEP });
  try {
    const artifact = await build();
    journal.write({ type: 'done', step: ONE_STEP, fact: { done: true } });
    if (control?.only !== undefined) journal.write({ type: 'ended', outcome: 'stopped' });
    else if (scope.followed !== true) journal.write({ type: 'ended', outcome: 'succeeded' });
    return artifact;
  } catch (error) {
    const { code, message } = eventError(error);
    journal.write({ type: 'failed', step: ONE_STEP, code, message });
    const ended = signal.aborted ? 'cancelled' : 'failed';
    journal.write({ type: 'ended', outcome: onError === 'cleanup' ? ended : 'aborted' });
    throw error;
  }
}
