import { spending } from '../../engine/spent.ts';

/** Asks, or takes the answer that somebody of the same process has had a moment ago. */
type LookUp<Value> = (key: string, signal: AbortSignal) => Promise<Value>;

interface Asked<Value> {
  readonly answer: Promise<Value>;
  readonly everybodyLeft: AbortController;
  waiting: number;
  readonly at: number;
}

/** Milliseconds that an answer counts: a long process sees a change, builds that begin together ask once. */
const FRESH = 300_000;

/**
 * One question for all builds that ask it within five minutes: the regions, the zones, a public image. One who gives up
 * leaves at once, and the question goes on for the others; a failure reaches who waits and is forgotten.
 */
export function sharedLookUp<Value>(
  ask: (key: string, signal: AbortSignal) => Promise<Value>,
  now: () => number = () => performance.now(),
): LookUp<Value> {
  const known = new Map<string, Asked<Value>>();
  const begin = (key: string): Asked<Value> => {
    const everybodyLeft = new AbortController();
    const answer = ask(key, everybodyLeft.signal);
    const asked = { answer, everybodyLeft, waiting: 0, at: now() };
    known.set(key, asked);
    answer.catch(() => known.get(key) === asked && known.delete(key));
    return asked;
  };
  return async (key, signal) => {
    signal.throwIfAborted();
    const before = known.get(key);
    const usable = before !== undefined && now() - before.at < FRESH && !before.everybodyLeft.signal.aborted;
    const asked = usable ? before : begin(key);
    return spending('calls', () => waitFor(asked, signal));
  };
}

function waitFor<Value>(asked: Asked<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    asked.waiting += 1;
    const settle = () => {
      asked.waiting -= 1;
      signal.removeEventListener('abort', leave);
    };
    const leave = () => {
      settle();
      reject(signal.reason);
      if (asked.waiting === 0) asked.everybodyLeft.abort(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    asked.answer.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}
