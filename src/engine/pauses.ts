/** How long a wait is thought to take, in milliseconds of the real service. */
export interface Expectation {
  readonly expect: number;
  /** By how much it has been off lately; unset: nobody has seen one yet. */
  readonly spread?: number | undefined;
  /** Whether everything of this cloud was there at once so far: then it is looked for often. */
  readonly quick?: boolean | undefined;
}

const SHORTEST = 250;
const LONGEST = 15_000;
/** Past the moment at which a thing was due nobody knows when it comes: looks go on at least this often. */
const LATE = 3000;
/** What is due now is there a moment later, with the time that an answer takes. */
const MARGIN = 60;

/**
 * Milliseconds until the next look, where `elapsed` have passed. The first look is when the thing may first be there, the
 * next ones halve what is left, and one is just when it is due: few looks in all, and hardly any time lost when the
 * expectation is right. After that the pauses grow with the delay.
 */
export function pauseAfter(elapsed: number, expectation: Expectation, pace = 1): number {
  const pause = usualPause(elapsed / pace, expectation);
  return (expectation.quick ? Math.min(LATE, pause) : pause) * pace;
}

function usualPause(passed: number, { expect, spread }: Expectation): number {
  const least = Math.min(LATE, Math.max(SHORTEST, spread === undefined ? expect * 0.03 : spread / 2));
  const away = expect - passed;
  if (away <= 0) return Math.min(Math.max(LATE, passed * 0.04), Math.max(least, -away / 2));
  // Of a long wait that nobody has seen yet less is left to chance.
  const share = passed > 0 ? 0.7 : expect >= 30_000 ? 0.5 : 0.8;
  const wanted = spread === undefined ? away * share : away - (spread > 2 * least ? spread : 0);
  // The end of a wait that is known well is not looked for in vain; that the thing has died shows a little later.
  const longest = spread === undefined ? LONGEST : Math.max(LONGEST, expect / 3);
  const pause = Math.max(least, Math.min(longest, wanted));
  return away - pause < least && away + MARGIN <= longest ? away + MARGIN : pause;
}

/** What is there as soon as it was asked for, as a rule. */
export const AT_ONCE = 1000;

/** At this pace durations are those of the machine, and there is nothing to learn from them. */
export const FAST_MOTION = 0.02;
