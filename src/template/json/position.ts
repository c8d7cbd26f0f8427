/** A place in a text as editors count it: both from 1, columns in characters. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the UTF-16 unit at `offset` stands. */
export function position(text: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (;;) {
    const newline = text.indexOf('\n', lineStart);
    if (newline < 0 || newline >= offset) break;
    line += 1;
    lineStart = newline + 1;
  }
  return { line, column: Array.from(text.slice(lineStart, offset)).length + 1 };
}
