/** Counts calls. */
export interface Tally {
  add(equal: boolean): void;
  report(): string;
}

export function tally(): Tally {
  let calls = 0;
  let equal = 0;
  return {
    add(same) {
      calls += 1;
      equal += same ? 1 : 0;
    },
    report() {
      const percent = ((100 * equal) / Math.max(1, calls)).toFixed(1);
      return `${calls} calls compared: ${percent} % equal to the last character, the others but for intended differences`;
    },
  };
}
