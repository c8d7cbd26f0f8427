import type { Clock } from '../../wire/clock.ts';
import { openRate, type Rate } from './rate.ts';

/** Whose turn it is to make a call; see `openTurns`. */
export interface Turns {
  /** Resolves when the call may go out. */
  take(signal: AbortSignal, turn: Turn): Promise<void>;
  /**
   * The service refused a call for there being too many, and wants `after` milliseconds of rest: of all calls, or of this
   * action alone, which has a limit of its own.
   */
  refused(after: number, action?: string): void;
}

interface Turn {
  /** What the service counts by itself: an action in a region. */
  readonly action: string;
  /** Before calls that can wait, as it was refused or others wait for it. */
  readonly ahead: boolean;
}

interface Waiting {
  readonly action: string;
  go(): void;
}

/** Calls a second to begin with: few enough for a new account, more than one build ever makes. */
const FIRST_RATE = 15;
/** Calls that may go out at once after a quiet time. */
const BURST = 5;
/** What is left of a rate that was too high. */
const LESS = 0.85;
/** Calls a second more, each second: fast while nobody has complained, slowly near the rate that was refused. */
const MORE = { before: 2, after: 0.2 };

/**
 * One queue for all calls of an account: they go out at a rate that grows until the service refuses one, and then all
 * rest together, so that builds do not learn the limit one by one. An action that is refused for a limit of its own has a
 * rate of its own from then on, and lets the others pass.
 */
export function openTurns(clock: Clock): Turns {
  const waiting: Waiting[] = [];
  const urgent: Waiting[] = [];
  const queued = (action?: string) =>
    [urgent, waiting].some((queue) => queue.some((each) => action === undefined || each.action === action));
  const all = openRate({ clock, first: FIRST_RATE, burst: BURST, more: MORE, held: queued });
  const own = new Map<string, Rate>();
  const sent = lately(clock);
  let timer = new AbortController();

  const next = (): Waiting | undefined => {
    const slow = new Set([...own].flatMap(([action, rate]) => (rate.ready() ? [] : [action])));
    for (const queue of [urgent, waiting]) {
      const index = queue.findIndex(({ action }) => !slow.has(action));
      if (index >= 0) return queue.splice(index, 1)[0];
    }
    return undefined;
  };
  const pump = () => {
    while (all.ready()) {
      const found = next();
      if (found === undefined) break;
      all.spend();
      own.get(found.action)?.spend();
      sent.add(found.action);
      found.go();
    }
    if (!queued()) return;
    const soonest = [...urgent, ...waiting].reduce(
      (least, { action }) => Math.min(least, own.get(action)?.wait() ?? 0),
      Number.POSITIVE_INFINITY,
    );
    timer = new AbortController();
    void clock.pause(Math.max(all.wait(), soonest), timer.signal).then((due) => due && pump());
  };
  return {
    take: (signal, { action, ahead }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const queue = ahead ? urgent : waiting;
        const leave = () => {
          queue.splice(queue.indexOf(entry), 1);
          reject(signal.reason);
        };
        const entry: Waiting = {
          action,
          go() {
            signal.removeEventListener('abort', leave);
            resolve();
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        queue.push(entry);
        // What is timed may be an action that waits for itself alone.
        timer.abort();
        pump();
      }),
    refused(after, action) {
      if (action === undefined) return all.refused(after, (rate) => rate * LESS);
      const known =
        own.get(action) ?? openRate({ clock, first: 1, burst: 1, more: MORE, held: () => queued(action) });
      known.refused(after, (rate) => (own.has(action) ? rate * LESS : sent.count(action) * LESS));
      own.set(action, known);
    },
  };
}

/** Counts the calls of each action in the last second. */
function lately(clock: Clock) {
  const times = new Map<string, number[]>();
  const recent = (action: string) =>
    (times.get(action) ?? []).filter((time) => clock.now() - time < 1000 * clock.pace);
  return {
    add: (action: string) => void times.set(action, [...recent(action), clock.now()]),
    count: (action: string) => recent(action).length,
  };
}
