interface TableOptions {
  readonly indent: number;
  /** Columns of the whole line; the last column is wrapped to stay within. */
  readonly width: number;
}

/** Rows with columns as wide as their widest cell, two blanks between; the last column is wrapped, never cut. */
export function table(rows: readonly (readonly string[])[], { indent, width }: TableOptions): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns - 1 }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const before = indent + widths.reduce((sum, cell) => sum + cell + 2, 0);
  return rows.flatMap((row) => {
    const head = widths.map((cell, column) => `${(row[column] ?? '').padEnd(cell)}  `).join('');
    const lines = wrap(row[columns - 1] ?? '', Math.max(16, width - before));
    return lines.map((line, index) =>
      `${' '.repeat(indent)}${index === 0 ? head : ' '.repeat(head.length)}${line}`.trimEnd(),
    );
  });
}

/** Breaks at blanks so that lines stay within `width` where words allow it; line ends in the text are kept. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\s)(?=\S)/)) {
    if (current !== '' && (current + word).trimEnd().length > width) {
      lines.push(current.trimEnd());
      current = '';
    }
    current += word;
  }
  return [...lines, current.trimEnd()];
}
