import { type Clock, openClock } from '../wire/clock.ts';
import type { Durations } from './durations.ts';
import { AT_ONCE, type Expectation, FAST_MOTION, pauseAfter } from './pauses.ts';
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
  /** The kind of wait, `VPC`: how long those before have taken counts in place of `expect`, and this one is noted. */
  readonly kind?: string | undefined;
  readonly durations?: Durations | undefined;
  /** It was asked for this moment, so a look at once is of no use. */
  readonly fresh?: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A thing just made may not be visible yet for about a minute (eventual consistency). */
export const UNSEEN_GRACE = 60_000;

/** A thing that was seen is gone when so many looks in a row do not find it: one may have asked a copy that lags behind. */
const MISSES = 3;
const MISSED_PAUSE = 1000;

/** The only waiting loop: ends the moment it can, and fails at once on a dead state. */
export async function until<T>(read: () => Promise<T | undefined>, options: UntilOptions<T>): Promise<T> {
  const { clock, signal } = options;
  const begin = clock.now();
  const schedule = scheduleOf(options);
  let deadline = begin + options.within;
  let percent = -1;
  let seen: T | undefined;
  let misses = 0;
  await schedule.first();
  for (;;) {
    const thing = await look(read, signal);
    if (thing !== undefined) {
      const dead = options.dead?.(thing);
      if (dead !== undefined) throw waitedInVain(options.what, dead);
      if (options.is(thing)) {
        schedule.found();
        return thing;
      }
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
    const usual = schedule.pause(percent);
    await pauseOrThrow(Math.min(left, misses > 0 ? MISSED_PAUSE * clock.pace : usual), signal, clock);
  }
}

/** When to look, from now on. */
function scheduleOf<T>({ kind = '', durations, fresh = false, within, ...options }: UntilOptions<T>) {
  const { clock, expect = 10_000 } = options;
  const begin = clock.now();
  const quick = durations?.quick ?? true;
  const learnt = durations?.of(kind, clock.pace);
  const expected = learnt ?? { expect, quick };
  const takesTime = fresh && expect > AT_ONCE;
  let after = 0;
  return {
    async first() {
      if (takesTime && (learnt !== undefined || !quick) && clock.pace > FAST_MOTION)
        await pauseOrThrow(Math.min(within, pauseAfter(0, expected, clock.pace)), options.signal, clock);
    },
    /** After a look that has not found it. */
    pause(percent: number): number {
      if (takesTime) durations?.slow();
      const elapsed = clock.now() - begin;
      after = elapsed;
      const late = elapsed > expected.expect * clock.pace;
      const foretold = percent >= 20 && percent < 100 && (late || learnt === undefined);
      return pauseAfter(
        elapsed,
        foretold ? byProgress(elapsed / clock.pace, percent, quick) : expected,
        clock.pace,
      );
    },
    found() {
      if (takesTime && kind !== '')
        durations?.saw(kind, { after, by: clock.now() - begin, pace: clock.pace });
    },
  };
}

/** What tells how far it is tells when to come back. */
function byProgress(elapsed: number, percent: number, quick: boolean): Expectation {
  const expect = (elapsed / percent) * 100;
  return { expect, spread: expect / 60, quick };
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
