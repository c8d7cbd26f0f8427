import { setTimeout as timer } from 'node:timers/promises';

/** Waits so many milliseconds, or until `signal` fires. Tells whether the time has passed in full; never rejects. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return timer(milliseconds, true, { signal }).catch(() => false);
}
