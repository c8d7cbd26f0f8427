import { isBuildError } from '../errors/build-error.ts';
import type { Clock } from '../wire/clock.ts';
import { UNSEEN_GRACE, until } from './until.ts';

/** How long a creating call that is under way may go on after a cancel: knowing the id is worth a moment. */
const CREATE_GRACE = 10_000;

/** Makes a call whose own signal fires some seconds after `signal` has. */
export async function withGrace<T>(
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const arm = () => {
    timer = setTimeout(() => late.abort(), CREATE_GRACE);
  };
  signal.addEventListener('abort', arm, { once: true });
  try {
    return await call(late.signal);
  } finally {
    signal.removeEventListener('abort', arm);
    clearTimeout(timer);
  }
}

interface Patience {
  /** What is looked for, in words. */
  readonly what: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Looks again for about a minute before it gives `undefined`: what has just been made may not be visible yet, and who
 * takes that for gone makes a second one.
 */
export async function patiently<T>(
  read: () => Promise<T | undefined>,
  { what, clock, signal }: Patience,
): Promise<T | undefined> {
  try {
    return await until(read, { what, is: () => true, within: 2 * UNSEEN_GRACE, clock, signal });
  } catch (error) {
    if (isBuildError(error, 'wait-dead')) return undefined;
    throw error;
  }
}
