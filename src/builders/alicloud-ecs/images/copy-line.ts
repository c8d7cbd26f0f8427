import { isBuildError } from '../../../errors/build-error.ts';
import type { Clock } from '../../../wire/clock.ts';

/** How often a copy is asked for again while one that is not ours holds it up, in milliseconds. */
const AGAIN = 30_000;

/** Copies of one image: side by side as far as the service takes them, and else one after the other. */
export interface CopyLine {
  /** Runs `copy`; one that is refused because another is under way begins when one of this line has ended. */
  take<T>(copy: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** `within`: how long it waits for copies that are not of this line, in milliseconds. */
export function copyLine(clock: Clock, within: number): CopyLine {
  /** When each began that the service may be at, and who waits for one of them to end. */
  const begun = new Map<object, number>();
  const waiting = new Set<() => void>();
  const ended = () => {
    for (const wake of waiting) wake();
  };
  const begin = async <T>(copy: () => Promise<T>): Promise<T> => {
    const entry = {};
    begun.set(entry, clock.now());
    try {
      const copied = await copy();
      ended();
      return copied;
    } catch (error) {
      if (!isHeldUp(error)) ended();
      throw error;
    } finally {
      begun.delete(entry);
    }
  };
  // What has just been asked for may be refused as well.
  const underWay = () => [...begun.values()].some((at) => clock.now() - at > AGAIN * clock.pace);
  return {
    async take(copy, signal) {
      for (let since = clock.now(); ; ) {
        try {
          return await begin(copy);
        } catch (error) {
          if (!isHeldUp(error)) throw error;
          if (underWay()) since = clock.now();
          else if (clock.now() - since >= within) throw error;
          await pauseUntil(waiting, clock, signal);
        }
      }
    },
  };
}

/** Until a copy of this line has ended, the time is up or nobody waits any more. */
async function pauseUntil(waiting: Set<() => void>, clock: Clock, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const wake = () => over.abort();
  waiting.add(wake);
  await clock.pause(AGAIN * clock.pace, AbortSignal.any([signal, over.signal]));
  waiting.delete(wake);
}

/** The image is being copied: known so from the refusal of another copy. */
export function isHeldUp(error: unknown): boolean {
  return (
    isBuildError(error, 'cloud-busy') && /^OperationDenied\.ImageCopying/.test(String(error.data['api']))
  );
}
