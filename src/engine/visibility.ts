import type { Clock } from '../wire/clock.ts';
import { patiently } from './grace.ts';
import { pauseOrThrow, UNSEEN_GRACE } from './until.ts';

interface Look {
  read(): Promise<unknown>;
  /** What is looked for, in words. */
  readonly what: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * What has just been made and no read has shown yet: the service is consistent only in the end. A removal that is
 * answered with 'not found' in that time must not be taken for success, as the thing would come to light later.
 */
export class Visibility {
  readonly #made = new Map<string, number>();
  readonly #seen = new Set<string>();

  made(id: string, clock: Clock): void {
    this.#made.set(id, clock.now());
  }

  seen(id: string): void {
    this.#made.delete(id);
    this.#seen.add(id);
  }

  /**
   * Waits until a thing just made can be removed: at most about a minute from its making. `unseenSince` is when an earlier
   * process has made it, which did not come to see it, in milliseconds since 1970.
   */
  async settled(id: string, unseenSince: number | undefined, { read, ...look }: Look): Promise<void> {
    const made =
      this.#made.get(id) ?? (this.#seen.has(id) ? undefined : onThisClock(unseenSince, look.clock));
    this.#made.delete(id);
    this.#seen.delete(id);
    if (made === undefined) return;
    const left = () => made + UNSEEN_GRACE * look.clock.pace - look.clock.now();
    // Who may not look at it may still be allowed to remove it.
    if (left() > 0)
      await patiently(read, look).catch(() => pauseOrThrow(Math.max(0, left()), look.signal, look.clock));
  }
}

/** A wall clock that was set back meanwhile cannot make the wait longer. */
function onThisClock(time: number | undefined, clock: Clock): number | undefined {
  return time === undefined ? undefined : clock.now() - Math.max(0, Date.now() - time);
}
