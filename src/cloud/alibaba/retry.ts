import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import type { ErrorCode } from '../../errors/build-error.ts';
import { Refusal } from './refusal.ts';
import { triedInVain } from './words.ts';

export interface RetryOptions {
  /** Whether the call may take effect twice without harm: it reads, carries a ClientToken, or is idempotent by nature. */
  readonly repeatable: boolean;
  /** Codes of the service that mean 'not yet' for this call: `DependencyViolation` while an instance is going away. */
  readonly settling?: RegExp | undefined;
  /** Multiplies the waits; below 1 for a cloud that runs faster than the real one. */
  readonly pace: number;
  /** Milliseconds for all tries and waits together. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

// The longest wait before the first and before any later try, in milliseconds. Throttling is counted by the minute.
const waits: Readonly<Partial<Record<ErrorCode, readonly [number, number]>>> = {
  'cloud-throttled': [1000, 20_000],
  'cloud-unavailable': [400, 10_000],
};
const settlingWaits = [500, 4000] as const;

/**
 * Tries until it works, fails for good, or patience ends; `attempt` gets the milliseconds that are left. Waits are
 * drawn from 0 to a limit that doubles (full jitter), so that many builds do not come back all at once.
 */
export async function retrying<T>(attempt: (left: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const begin = performance.now();
  const left = () => options.patience - (performance.now() - begin);
  // p-retry must neither wait itself (its jitter starts at the full delay) nor look at the signal, which would throw
  // away an answer that has come.
  return pRetry(() => attempt(left()), {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 0,
    onFailedAttempt: async ({ error, attemptNumber }) => {
      options.signal.throwIfAborted();
      if (!(error instanceof Refusal)) throw error;
      if (!isRetried(error, options)) throw error.error;
      const pause = pauseBefore(error, attemptNumber) * options.pace;
      if (pause >= left()) throw triedInVain(error.error, attemptNumber, performance.now() - begin);
      await sleep(pause, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted());
    },
  });
}

function isRetried(refusal: Refusal, { repeatable, settling }: RetryOptions): boolean {
  if (settling?.test(String(refusal.error.data['api'] ?? ''))) return true;
  return refusal.retry === 'always' || (refusal.retry === 'repeatable' && repeatable);
}

function pauseBefore(refusal: Refusal, tries: number): number {
  const [first, longest] = waits[refusal.error.code] ?? settlingWaits;
  return Math.max(refusal.after, Math.random() * Math.min(longest, first * 2 ** (tries - 1)));
}
