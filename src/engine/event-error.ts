import { BuildError } from '../errors/build-error.ts';
import type { EventError } from '../events/event.ts';
import { reason } from '../wire/reason.ts';

/** How an error is told: our own code and words, or the system's for anything unforeseen. */
export function eventError(error: unknown): EventError {
  if (!(error instanceof BuildError)) return { code: 'internal', message: reason(error) };
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
}
