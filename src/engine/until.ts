import { type Clock, openClock } from '../wire/clock.ts';
import { spending } from './spent.ts';
import { cancelled, waitedInVain, waitedTooLong } from './words.ts';

interface UntilOptions<T> {
  /** What is awaited, in words: `instance i-1 to be Running`. */
  readonly what: string;
  is(thing: T): boolean;
  /** The reason in words when the thing can never become what is awaited. */
  dead?(thing: T): string | undefined;
  /** How to tell its state when time has run out. */
  describe?(thing: T): string;
  /** 0..100. While it moves the deadline moves too, if `extend` is set. */
  progress?(thing: T): number | undefined;
  onProgress?(percent: number): void;
  readonly extend?: boolean;
  /** Milliseconds. */
  readonly within: number;
  /** How long it usually takes, in milliseconds: looks come closer together towards that moment. */
  readonly expect?: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const LONGEST_PAUSE = 3000;
const SHORTEST_PAUSE = 250;
/** A thing just made may not be visible yet for about a minute (eventual consistency). */
export const UNSEEN_GRACE = 60_000;

/** A thing that was seen is gone when so many looks in a row do not find it: one may have asked a copy that lags behind. */
const MISSES = 3;
const MISSED_PAUSE = 1000;

/** The only waiting loop: looks at once, ends the moment it can, and fails at once on a dead state. */
export async function until<T>(read: () => Promise<T | undefined>, options: UntilOptions<T>): Promise<T> {
  const { clock, signal } = options;
  const begin = clock.now();
  let deadline = begin + options.within;
  let percent = -1;
  let seen: T | undefined;
  let misses = 0;
  for (;;) {
    const thing = await look(read, signal);
    if (thing !== undefined) {
      const dead = options.dead?.(thing);
      if (dead !== undefined) throw waitedInVain(options.what, dead);
      if (options.is(thing)) return thing;
      const now = options.progress?.(thing);
      if (now !== undefined && now > percent) {
        percent = now;
        options.onProgress?.(now);
        if (options.extend) deadline = clock.now() + options.within;
      }
    } else if (seen === undefined && clock.now() - begin > UNSEEN_GRACE * clock.pace) {
      throw waitedInVain(options.what, 'it does not exist');
    }
    seen = thing ?? seen;
    misses = thing === undefined && seen !== undefined ? misses + 1 : 0;
    if (misses === MISSES) throw waitedInVain(options.what, 'it was removed meanwhile');
    const left = deadline - clock.now();
    if (left <= 0) throw waitedTooLong(options.what, options.within, told(seen, options));
    const usual = pauseAfter(clock.now() - begin, options.expect, clock.pace);
    await pauseOrThrow(Math.min(left, misses > 0 ? MISSED_PAUSE * clock.pace : usual), signal, clock);
  }
}

/**
 * Pauses get shorter towards the moment at which the thing usually is there, and longer again after it: few looks in
 * all, and hardly any time lost when the expectation is right.
 */
export function pauseAfter(elapsed: number, expect = 10_000, pace = 1): number {
  const away = Math.abs(expect - elapsed / pace);
  return Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, away / 3)) * pace;
}

/** Rejects with `cancelled` the moment `signal` fires. */
export async function pauseOrThrow(
  milliseconds: number,
  signal: AbortSignal,
  clock = openClock(),
): Promise<void> {
  if (!(await spending('waiting', () => clock.pause(milliseconds, signal)))) throw cancelled();
}

async function look<T>(read: () => Promise<T | undefined>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) throw cancelled();
  return read();
}

function told<T>(seen: T | undefined, options: UntilOptions<T>): string {
  if (seen === undefined) return 'nothing';
  return options.describe?.(seen) ?? 'another state';
}
