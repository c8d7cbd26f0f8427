import { BuildError } from '../../errors/build-error.ts';
import { reason } from '../../wire/reason.ts';
import { winrmLost } from '../words.ts';

/** An exchange that failed as the error of the connection; what is worded already stays. */
export function lost(address: string, error: unknown): BuildError {
  if (error instanceof BuildError) return error;
  return winrmLost(address, reason(error), error);
}
