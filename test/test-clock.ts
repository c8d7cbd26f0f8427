import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../src/wire/clock.ts';

/** Time that passes when a test says so. */
export interface TestClock extends Clock {
  advance(milliseconds: number): Promise<void>;
}

interface Sleeper {
  readonly due: number;
  wake(full: boolean): void;
}

/** How long, in real milliseconds, a program may be busy before its time jumps on. */
const BUSY = 2;

export function testClock(pace = 1): TestClock {
  return clockOf(pace, () => undefined);
}

/** Time that jumps to the next moment that somebody waits for, as soon as the program has had a moment to get there. */
export function skippingClock(pace = 1): Clock {
  let armed = false;
  const skip = (wakeNext: () => boolean) => {
    if (armed) return;
    armed = true;
    setTimeout(() => {
      armed = false;
      if (wakeNext()) skip(wakeNext);
    }, BUSY);
  };
  return clockOf(pace, skip);
}

function clockOf(pace: number, onSleep: (wakeNext: () => boolean) => void): TestClock {
  let now = 0;
  const sleepers = new Set<Sleeper>();
  const wakeNext = (until: number): boolean => {
    const [next] = [...sleepers].sort((one, other) => one.due - other.due);
    if (next === undefined || next.due > until) return false;
    now = Math.max(now, next.due);
    next.wake(true);
    return true;
  };
  return {
    pace,
    now: () => now,
    pause: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(false);
        const end = (full: boolean) => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', leave);
          resolve(full);
        };
        const leave = () => end(false);
        const sleeper: Sleeper = { due: now + milliseconds, wake: end };
        signal.addEventListener('abort', leave, { once: true });
        sleepers.add(sleeper);
        onSleep(() => wakeNext(Number.POSITIVE_INFINITY));
      }),
    async advance(milliseconds) {
      const end = now + milliseconds;
      await turn();
      while (wakeNext(end)) await turn();
      now = end;
    },
  };
}
