import { bracketBalance, type Line, type Piece } from './line.ts';

/** A line that opens brackets makes one level, however many they are; the level ends when as many are closed. */
export function indentLines(lines: readonly Line[]): void {
  const levels: number[] = [];
  for (const { lead, assign } of lines) {
    const [first] = lead;
    if (first === undefined) continue;
    if (first.kind === 'newline') {
      first.spaces = 0;
      continue;
    }
    const balance = bracketBalance(beforeHeredoc(lead)) + bracketBalance(beforeHeredoc(assign));
    if (balance < 0) close(levels, -balance);
    first.spaces = 2 * levels.length;
    if (balance > 0) levels.push(balance);
  }
}

/** What stands in a heredoc has no part in it. */
function beforeHeredoc(pieces: readonly Piece[]): readonly Piece[] {
  const start = pieces.findIndex(({ kind }) => kind === 'open-heredoc');
  return start < 0 ? pieces : pieces.slice(0, start);
}

function close(levels: number[], count: number): void {
  let left = count;
  while (left > 0) {
    const open = levels.pop();
    if (open === undefined) return;
    if (open > left) levels.push(open - left);
    left -= open;
  }
}
