/** Packer wraps what it says about a template at this column. */
const width = 80;

export interface DiagnosticPlace {
  readonly file: string;
  /** From 1, columns in characters. */
  readonly line: number;
  readonly column: number;
  /** Characters to underline; 1 when unknown. */
  readonly length?: number;
}

/** The block in which Packer reports one problem: summary, blank line, wrapped detail, blank line. */
export function diagnosticText(
  severity: 'Error' | 'Warning',
  { summary, detail }: { readonly summary: string; readonly detail: string },
): string {
  return `${severity}: ${summary}\n\n${wrapText(detail)}\n\n`;
}

/** The place that an error carries in its data, if it has one. */
export function placeOf(data: Readonly<Record<string, unknown>>): DiagnosticPlace | undefined {
  const { file, line, column, length } = data;
  if (typeof file !== 'string' || typeof line !== 'number' || typeof column !== 'number') return undefined;
  return { file, line, column, length: typeof length === 'number' ? length : 1 };
}

/** `FILE:LINE:COLUMN`, the line, and carets under what is meant; `text` is the whole file. */
export function excerpt(text: string, place: DiagnosticPlace): string {
  const line = (text.split('\n')[place.line - 1] ?? '').replace(/\r$/, '');
  const characters = Array.from(line);
  const gutter = String(place.line);
  const before = characters.slice(0, place.column - 1).map((character) => (character === '\t' ? '\t' : ' '));
  const room = Math.max(1, characters.length - before.length);
  const carets = '^'.repeat(Math.max(1, Math.min(place.length ?? 1, room)));
  return [
    `${place.file}:${place.line}:${place.column}`,
    `  ${gutter} | ${line}`,
    `  ${' '.repeat(gutter.length)} | ${before.join('')}${carets}`,
  ].join('\n');
}

/** Breaks lines at blanks so that none is longer than 80 characters, if its words allow it. */
export function wrapText(text: string, limit = width): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, limit))
    .join('\n');
}

/** A blank that would be the last of a line is dropped at a break and kept at the end of the text. */
function wrapLine(line: string, limit: number): string {
  let out = '';
  let used = 0;
  for (const [, blanks = '', word = ''] of line.matchAll(/([^\S\u00a0]*)((?:\S|\u00a0)*)/g)) {
    const before = used + blanks.length;
    const length = Array.from(word).length;
    if (before + length > limit && word !== '' && before > 1) {
      out += `\n${word}`;
      used = length;
    } else if (word !== '' || before <= limit) {
      out += blanks + word;
      used = before + length;
    }
  }
  return out;
}
