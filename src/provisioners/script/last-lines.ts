const KEPT = 5;
/** A line of an error, not a page. */
const LONGEST = 500;

/** What was written last, for an error that comes after it. */
export interface LastLines {
  hear(line: string): void;
  readonly lines: readonly string[];
}

export function lastLines(): LastLines {
  const lines: string[] = [];
  return {
    lines,
    hear(line) {
      lines.push(line.slice(0, LONGEST));
      if (lines.length > KEPT) lines.shift();
    },
  };
}
