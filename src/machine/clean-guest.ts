import type { Communicator } from '../communicators/communicator.ts';
import { cleanupFailed } from '../provisioners/words.ts';
import type { Provisioning } from './environment.ts';

interface FailedGuest {
  readonly comm: Communicator;
  readonly data: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** What the build has failed of. */
  readonly error: unknown;
  say(text: string): void;
}

/**
 * Runs the error-cleanup-provisioner after a failure. Throws when that fails too: an error that quotes the first one, and
 * takes its place, as in Packer.
 */
export async function cleanGuest(
  { provisionCleanup }: Pick<Provisioning, 'provisionCleanup'>,
  { comm, data, signal, error, say }: FailedGuest,
): Promise<void> {
  say('Provisioning step had errors: Running the cleanup provisioner, if present...');
  try {
    await provisionCleanup(comm, data, signal);
  } catch (second) {
    throw cleanupFailed(second, error);
  }
}
