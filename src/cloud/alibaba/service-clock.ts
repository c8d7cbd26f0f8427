import type { Refusal } from './refusal.ts';

/** The service's time, as far as its answers have told it: signatures are good for fifteen minutes by that clock. */
export interface ServiceClock {
  now(): number;
  /** How far this machine's clock is behind, in milliseconds. */
  behind(): number;
  /** Takes over the time of an answer that calls ours wrong; false: the time that was sent, so far off, was right. */
  correct(refusal: Refusal, sent: number): boolean;
}

/** A Date header is in whole seconds and as old as the way back; less than this is no other clock. */
const NOTHING = 60_000;

/** One for all regions and products: it is this machine's clock that is wrong. */
export function serviceClock(local: () => number = Date.now): ServiceClock {
  let offset = 0;
  return {
    now: () => local() + offset,
    behind: () => offset,
    correct({ error, date }, sent) {
      if (date === undefined || !/^(InvalidTimeStamp|IllegalTimestamp)/i.test(String(error.data['api'])))
        return false;
      const measured = date - local();
      if (Math.abs(measured - sent) < NOTHING) return false;
      offset = measured;
      return true;
    },
  };
}
