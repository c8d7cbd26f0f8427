/** Whose turn it is to make a call; see `openTurns`. */
export interface Turns {
  /** Resolves when the call may go out. `ahead`: before calls that can wait, as it was refused or others wait for it. */
  take(signal: AbortSignal, ahead: boolean): Promise<void>;
  /** The service refused a call for there being too many, and wants `after` milliseconds of rest. */
  refused(after: number): void;
}

interface Waiting {
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
 * rest together, so that builds do not learn the limit one by one. `pace` below 1: a cloud that runs faster.
 */
export function openTurns(pace = 1, now: () => number = () => performance.now()): Turns {
  const waiting: Waiting[] = [];
  const urgent: Waiting[] = [];
  let rate = FIRST_RATE;
  let growth = MORE.before;
  let tokens = BURST;
  let counted = now();
  let resting = 0;
  let learnt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const count = () => {
    const seconds = Math.max(0, now() - counted) / 1000 / pace;
    counted = Math.max(counted, now());
    // Only who is held back by a rate finds out whether it could be higher.
    if (waiting.length + urgent.length > 0) rate += growth * seconds;
    tokens = Math.min(BURST, tokens + rate * seconds);
  };
  const pump = () => {
    timer = undefined;
    count();
    while (tokens >= 1 && now() >= resting) {
      const next = urgent.shift() ?? waiting.shift();
      if (next === undefined) return;
      tokens -= 1;
      next.go();
    }
    if (waiting.length + urgent.length === 0) return;
    const pause = Math.max(resting - now(), ((1 - tokens) / rate) * 1000 * pace, 1);
    timer = setTimeout(pump, pause);
  };
  return {
    take: (signal, ahead) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const queue = ahead ? urgent : waiting;
        const leave = () => {
          queue.splice(queue.indexOf(entry), 1);
          reject(signal.reason);
        };
        const entry: Waiting = {
          go() {
            signal.removeEventListener('abort', leave);
            resolve();
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        queue.push(entry);
        if (timer === undefined) pump();
      }),
    refused(after) {
      count();
      resting = Math.max(resting, now() + after * pace);
      // A rest is no quiet time to save calls up in.
      tokens = 0;
      counted = resting;
      // Calls that were under way together are refused together: that is one lesson.
      if (now() - learnt < 1000 * pace) return;
      learnt = now();
      rate = Math.max(1, rate * LESS);
      growth = MORE.after;
    },
  };
}
