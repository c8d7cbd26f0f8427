import type { Communicator } from '../communicators/communicator.ts';
import { cleanupFailed } from '../provisioners/words.ts';
import type { BuildScope } from './builder.ts';

export interface FailedGuest {
  readonly data: Readonly<Record<string, string>>;
  readonly error: unknown;
}

/**
 * Runs the error-cleanup-provisioner after a failure. One that fails too takes the place of the first error and quotes it,
 * as in Packer.
 */
export async function cleanGuest(
  scope: BuildScope,
  comm: Communicator,
  { data, error }: FailedGuest,
): Promise<void> {
  const text = 'Provisioning step had errors: Running the cleanup provisioner, if present...';
  scope.emit({ type: 'note', build: scope.buildName, level: 'say', text });
  try {
    await scope.provisionCleanup(comm, data, scope.signal);
  } catch (second) {
    throw cleanupFailed(second, error);
  }
}
