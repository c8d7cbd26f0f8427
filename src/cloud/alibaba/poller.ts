import { spending } from '../../engine/spent.ts';
import type { Clock } from '../../wire/clock.ts';

/** Reads one thing; `undefined`: the answer that should have it does not. */
export type Poller<Item> = (id: string, signal: AbortSignal) => Promise<Item | undefined>;

interface Waiter<Item> {
  readonly id: string;
  readonly signal: AbortSignal;
  resolve(item: Item | undefined): void;
  reject(error: unknown): void;
  /** Stops listening to the signal. */
  stay(): void;
}

/** Milliseconds in which reads of several builds meet in one call; nothing beside a round trip to the service. */
const meetingTime = 4;
/** Milliseconds between two calls for each thing that was asked for lately: the more builds, the more they meet. */
const apart = 60;
/** As long as the longest pause between two looks of one build. */
const longestApart = 3000;

/**
 * Puts concurrent reads of one kind in one region into one Describe call of up to `limit` ids: calls are counted per
 * action, account and region, and it is polling that gets throttled. An error reaches all who wait for that call; one
 * who gives up leaves at once, and the call goes on for the others until nobody is left.
 */
export function poller<Item extends { readonly id: string }>(
  limit: number,
  describe: (ids: readonly string[], signal: AbortSignal) => Promise<readonly Item[]>,
  clock: Clock,
): Poller<Item> {
  let gathering: Waiter<Item>[] = [];
  let last = Number.NEGATIVE_INFINITY;
  const lately = recent(clock);
  let timer = new AbortController();
  const flush = () => {
    timer.abort();
    const batch = gathering;
    gathering = [];
    last = clock.now();
    void answer(batch, describe);
  };
  const read: Poller<Item> = (id, given) =>
    new Promise((resolve, reject) => {
      // One signal serves a whole build: listeners of our own would soon be too many for it.
      const signal = AbortSignal.any([given]);
      if (signal.aborted) return reject(signal.reason);
      const leave = () => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      gathering.push({ id, signal, resolve, reject, stay: () => signal.removeEventListener('abort', leave) });
      const things = lately(id);
      if (gathering.length === 1) {
        const next = things > 1 ? last + Math.min(longestApart, apart * things) * clock.pace : 0;
        timer = new AbortController();
        const rest = Math.max(meetingTime, next - clock.now());
        void clock.pause(rest, timer.signal).then((due) => due && flush());
      }
      if (gathering.length >= limit && distinct(gathering) >= limit) flush();
    });
  return (id, signal) => spending('calls', () => read(id, signal));
}

/** Counts the different ids of the last seconds, the given one among them. */
function recent(clock: Clock): (id: string) => number {
  const seen = new Map<string, number>();
  return (id) => {
    const now = clock.now();
    // The newest stand last.
    seen.delete(id);
    seen.set(id, now);
    for (const [old, at] of seen) {
      if (now - at <= longestApart * clock.pace) break;
      seen.delete(old);
    }
    return seen.size;
  };
}

function distinct<Item>(waiters: readonly Waiter<Item>[]): number {
  return new Set(waiters.map(({ id }) => id)).size;
}

async function answer<Item extends { readonly id: string }>(
  waiters: readonly Waiter<Item>[],
  describe: (ids: readonly string[], signal: AbortSignal) => Promise<readonly Item[]>,
): Promise<void> {
  const present = waiters.filter((waiter) => !waiter.signal.aborted);
  if (present.length === 0) return;
  const everybodyLeft = new AbortController();
  const look = () => present.every(({ signal }) => signal.aborted) && everybodyLeft.abort();
  for (const { signal } of present) signal.addEventListener('abort', look, { once: true });
  try {
    const ids = [...new Set(present.map(({ id }) => id))];
    const items = new Map((await describe(ids, everybodyLeft.signal)).map((item) => [item.id, item]));
    for (const { id, resolve } of present) resolve(items.get(id));
  } catch (error) {
    for (const { reject } of present) reject(error);
  } finally {
    for (const { signal, stay } of present) {
      signal.removeEventListener('abort', look);
      stay();
    }
  }
}
