import type { ErrorCode } from '../../errors/build-error.ts';
import type { Clock } from '../../wire/clock.ts';
import { Refusal } from './refusal.ts';
import { triedInVain } from './words.ts';

interface RetryOptions<T> {
  /** Whether the call may take effect twice without harm: it reads, carries a ClientToken, or is idempotent by nature. */
  readonly repeatable: boolean;
  /** Throws a 'not yet' at once: the caller tries again, with a new token or for each thing alone. */
  readonly impatient?: boolean | undefined;
  /** Gives the answer after a 'not yet' where what the call asks for is so already. */
  already?(): Promise<T | undefined>;
  readonly clock: Clock;
  /** Milliseconds for all tries and waits together. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

// The longest wait before the first and before any later try, in milliseconds. Throttling is counted by the minute.
const waits: Readonly<Partial<Record<ErrorCode, readonly [number, number]>>> = {
  'cloud-throttled': [1000, 20_000],
  'cloud-unavailable': [400, 10_000],
};
/** What settles does so in seconds: each try is worth a wait. */
const settlingWaits = [1000, 4000] as const;

/**
 * Tries until it works, fails for good, or patience ends; `attempt` gets the milliseconds that are left. Waits are
 * drawn from 0 to a limit that doubles (full jitter), so that many builds do not come back all at once.
 */
export async function retrying<T>(
  attempt: (left: number) => Promise<T>,
  options: RetryOptions<T>,
): Promise<T> {
  const { clock } = options;
  const begin = clock.now();
  const left = (refusal?: Refusal) => patienceWith(refusal, options.patience) - (clock.now() - begin);
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(left());
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof Refusal)) throw error;
      if (!isRetried(error, options)) throw error.error;
      const answer = error.retry === 'settling' ? await options.already?.() : undefined;
      if (answer !== undefined) return answer;
      const wait = waitBefore(error, tries) * clock.pace;
      if (wait >= left(error)) throw triedInVain(error.error, tries, clock.now() - begin);
      await clock.pause(wait, options.signal);
      options.signal.throwIfAborted();
    }
  }
}

/** How long a refusal may last that passes depends on the action. */
function patienceWith(refusal: Refusal | undefined, usual: number): number {
  const settles = refusal?.error.data['settles'];
  return typeof settles === 'number' ? settles : usual;
}

function isRetried({ retry }: Refusal, { repeatable, impatient }: RetryOptions<unknown>): boolean {
  if (retry === 'settling') return impatient !== true;
  return retry === 'always' || (retry === 'repeatable' && repeatable);
}

function waitBefore(refusal: Refusal, tries: number): number {
  const [first, longest] = waits[refusal.error.code] ?? settlingWaits;
  const most = Math.min(longest, first * 2 ** (tries - 1));
  const least = refusal.retry === 'settling' ? most / 2 : 0;
  return Math.max(refusal.after, least + Math.random() * (most - least));
}
