import { type BuildError, type ErrorCode, isBuildError } from '../errors/build-error.ts';
import type { Clock } from '../wire/clock.ts';
import { pauseOrThrow } from './until.ts';

/** Answers that prove that a creating call had no effect. */
const REFUSALS: readonly ErrorCode[] = [
  'cloud-denied',
  'cloud-invalid',
  'cloud-missing',
  'cloud-exists',
  'cloud-quota',
  'cloud-sold-out',
  'cloud-token-used',
  'cloud-busy',
];

/** Whether the service has answered, and made nothing. */
export function isRefusal(error: unknown): error is BuildError {
  return isBuildError(error, ...REFUSALS);
}

/** How long 'not yet' is worth another try where the cloud does not say, in milliseconds. */
const USUAL = 180_000;
const LONGEST_PAUSE = 4000;
const FIRST_PAUSE = 500;

interface Patience {
  /** Milliseconds for all tries. */
  readonly within: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Asks for a thing until the service takes the request: a refusal that passes ('not yet', 'somebody else is at it') is
 * asked again for as long as the cloud says that it can last, within the deadline of the whole operation.
 */
export async function untilTaken<T>(ask: () => Promise<T>, { within, clock, signal }: Patience): Promise<T> {
  const begin = clock.now();
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      const settles = Math.min(settlesWithin(error) ?? 0, within);
      // Drawn by chance, so that builds that were refused together do not come back together.
      const wait = Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1)) * clock.pace;
      if (clock.now() - begin + wait >= settles) throw error;
      await pauseOrThrow(wait, signal, clock);
    }
  }
}

function settlesWithin(error: unknown): number | undefined {
  if (!isBuildError(error)) return undefined;
  const { settles } = error.data;
  if (typeof settles === 'number') return settles;
  return error.code === 'cloud-busy' ? USUAL : undefined;
}
