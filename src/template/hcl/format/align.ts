import { graphemeCount } from '../syntax/source.ts';
import type { Line, Piece } from './line.ts';

/** Puts the equals signs, and then the comments, of lines that follow each other below each other. */
export function alignColumns(lines: readonly Line[]): void {
  alignRuns(
    lines,
    ({ assign }) => assign[0],
    ({ lead }) => width(lead),
  );
  alignRuns(
    lines,
    ({ comment }) => comment[0],
    ({ lead, assign }) => width(lead) + width(assign),
  );
}

/** A run ends with a line that has nothing to align. */
function alignRuns(
  lines: readonly Line[],
  pieceOf: (line: Line) => Piece | undefined,
  widthOf: (line: Line) => number,
): void {
  let run: { readonly piece: Piece; readonly width: number }[] = [];
  const finish = () => {
    const widest = run.reduce((most, member) => Math.max(most, member.width), 0);
    for (const member of run) member.piece.spaces = widest - member.width + 1;
    run = [];
  };
  for (const line of lines) {
    const piece = pieceOf(line);
    if (piece === undefined) finish();
    else run.push({ piece, width: widthOf(line) });
  }
  finish();
}

function width(pieces: readonly Piece[]): number {
  return pieces.reduce((total, { spaces, text }) => total + spaces + graphemeCount(text), 0);
}
