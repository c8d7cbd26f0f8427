import type { BuildError } from '../../errors/build-error.ts';

/** One failed try: what to tell the user if it was the last, and what decides whether it is. */
export class Refusal extends Error {
  readonly error: BuildError;
  /**
   * `always`: the service has certainly done nothing. `settling`: nor has it, and what stands in the way passes.
   * `repeatable`: it may have, so only a call that may be repeated is tried again. `never`: the same would come back.
   */
  readonly retry: 'always' | 'settling' | 'repeatable' | 'never';
  /** The service's own wish, in milliseconds. */
  readonly after: number;
  /** The time of the answer by the service's clock. */
  readonly date: number | undefined;

  constructor(error: BuildError, retry: Refusal['retry'], after = 0, date?: number) {
    super(error.message);
    this.error = error;
    this.retry = retry;
    this.after = after;
    this.date = date;
  }
}
