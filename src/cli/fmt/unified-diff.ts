/** Unchanged lines shown around a change. */
const CONTEXT = 3;

interface Row {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** The changes from one text to another as `diff -u` shows them; empty for equal texts. */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return '';
  const rows = changes(linesOf(before), linesOf(after));
  return [`--- old/${name}`, `+++ new/${name}`, ...hunks(rows)].join('\n');
}

/** Lines with what ends them made visible only where that is no line feed. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') return lines.slice(0, -1);
  return [...lines.slice(0, -1), `${lines.at(-1) ?? ''}\n\\ No newline at end of file`];
}

/** What both begin and end with is cut off first: the rest is compared line by line. */
function changes(before: readonly string[], after: readonly string[]): readonly Row[] {
  const limit = Math.min(before.length, after.length);
  let head = 0;
  while (head < limit && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < limit - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (lines: readonly string[]): readonly Row[] => lines.map((text) => ({ sign: ' ', text }));
  return [
    ...same(before.slice(0, head)),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ];
}

/** The longest common subsequence, from a table of its lengths. */
function middle(before: readonly string[], after: readonly string[]): readonly Row[] {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  return walk(before, after, at);
}

function walk(
  before: readonly string[],
  after: readonly string[],
  at: (row: number, column: number) => number,
): readonly Row[] {
  const rows: Row[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [old, fresh] = [before[row], after[column]];
    if (old !== undefined && old === fresh) {
      rows.push({ sign: ' ', text: old });
      row += 1;
      column += 1;
    } else if (old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1))) {
      rows.push({ sign: '-', text: old });
      row += 1;
    } else {
      rows.push({ sign: '+', text: fresh ?? '' });
      column += 1;
    }
  }
  return rows;
}

function hunks(rows: readonly Row[]): readonly string[] {
  const changed = rows.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  const ranges: [from: number, to: number][] = [];
  for (const index of changed) {
    const last = ranges.at(-1);
    if (last !== undefined && index - CONTEXT <= last[1]) last[1] = index + CONTEXT + 1;
    else ranges.push([Math.max(0, index - CONTEXT), index + CONTEXT + 1]);
  }
  return ranges.map(([from, to]) => hunk(rows, from, Math.min(to, rows.length)));
}

function hunk(rows: readonly Row[], from: number, to: number): string {
  const count = (sign: '-' | '+', part: readonly Row[]) =>
    part.filter((row) => row.sign === ' ' || row.sign === sign).length;
  const [before, own] = [rows.slice(0, from), rows.slice(from, to)];
  const range = (sign: '-' | '+') => {
    const length = count(sign, own);
    return `${sign}${count(sign, before) + (length === 0 ? 0 : 1)},${length}`;
  };
  const lines = own.map(({ sign, text }) => sign + text);
  return [`@@ ${range('-')} ${range('+')} @@`, ...lines].join('\n');
}
