import type { Clock } from '../../wire/clock.ts';

/** How many calls may go out, learnt from what the service refuses. Times are in milliseconds. */
export interface Rate {
  /** Whether a call may go out now. */
  ready(): boolean;
  /** A call goes out. */
  spend(): void;
  /** How long it takes until one may. */
  wait(): number;
  /** A call was refused: rests for `after`, and then goes slower, by `lower` of the rate there was. */
  refused(after: number, lower: (rate: number) => number): void;
}

interface RateOptions {
  /** Calls a second to begin with. */
  readonly first: number;
  /** Calls that may go out at once after a quiet time. */
  readonly burst: number;
  /** Calls a second more, each second, before and after the first refusal. */
  readonly more: { readonly before: number; readonly after: number };
  readonly clock: Clock;
  /** Whether calls are held back: only then it shows whether the rate could be higher. */
  held(): boolean;
}

/** A rate that grows while calls are held back, until the service refuses one. */
export function openRate({ first, burst, more, clock, held }: RateOptions): Rate {
  let rate = first;
  let growth = more.before;
  let tokens = burst;
  let counted = clock.now();
  let resting = Number.NEGATIVE_INFINITY;
  let learnt = Number.NEGATIVE_INFINITY;
  const count = () => {
    const seconds = Math.max(0, clock.now() - counted) / 1000 / clock.pace;
    counted = Math.max(counted, clock.now());
    if (held()) rate += growth * seconds;
    tokens = Math.min(burst, tokens + rate * seconds);
  };
  return {
    ready() {
      count();
      return tokens >= 1 && clock.now() >= resting;
    },
    spend() {
      tokens -= 1;
    },
    wait: () => Math.max(resting - clock.now(), ((1 - tokens) / rate) * 1000 * clock.pace, 1),
    refused(after, lower) {
      count();
      resting = Math.max(resting, clock.now() + after * clock.pace);
      // A rest is no quiet time to save calls up in.
      tokens = 0;
      counted = resting;
      // Calls that were under way together are refused together: that is one lesson.
      if (clock.now() - learnt < 1000 * clock.pace) return;
      learnt = clock.now();
      rate = Math.max(1, lower(rate));
      growth = more.after;
    },
  };
}
