/** Line and column of a character. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** The place in a file at which a text stands that is a source of its own. */
interface Outer {
  readonly source: Source;
  readonly start: number;
}

/** A text with the name by which messages call it. */
export class Source {
  readonly name: string;
  readonly text: string;
  readonly outer: Outer | undefined;
  readonly #begin: Position;
  #lines: readonly number[] | undefined;

  /** A text inside another one, such as a template in JSON, has its places and lines there, as far as escapes allow. */
  constructor(name: string, text: string, outer?: Outer) {
    this.name = name;
    this.text = text;
    this.outer = outer;
    this.#begin = outer?.source.position(outer.start) ?? { line: 1, column: 1 };
  }

  /** Line, from 1, and column, from 1, counted in characters as people see them. */
  position(offset: number): Position {
    const index = this.#lineIndex(offset);
    const before = this.text.slice(this.#starts()[index] ?? 0, offset);
    const column = this.columns(before) + (index === 0 ? this.#begin.column : 1);
    return { line: index + this.#begin.line, column };
  }

  line(offset: number): number {
    return this.#lineIndex(offset) + this.#begin.line;
  }

  /** The text of a line, without what ends it. */
  lineText(line: number): string | undefined {
    if (this.outer !== undefined) return this.outer.source.lineText(line);
    const starts = this.#starts();
    const start = starts[line - 1];
    if (start === undefined) return undefined;
    const next = starts[line];
    return this.text.slice(start, next).replace(/\r?\n?$/, '');
  }

  /** How many columns a part of a line takes. */
  protected columns(text: string): number {
    return graphemeCount(text);
  }

  #starts(): readonly number[] {
    this.#lines ??= lineStarts(this.text);
    return this.#lines;
  }

  #lineIndex(offset: number): number {
    const starts = this.#starts();
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

const conjunct = /(?<=\p{M})(?=\p{L})/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The characters of a text as people see them. */
export function graphemes(text: string): readonly string[] {
  const segments = Array.from(segmenter.segment(text), ({ segment }) => segment);
  // Packer's Unicode is older than Node's: a letter after a mark begins a character of its own.
  return conjunct.test(text) ? segments.flatMap((segment) => segment.split(conjunct)) : segments;
}

export function graphemeCount(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: of ASCII only CR LF is one character of two.
  if (/^[\x00-\x7f]*$/.test(text) && !text.includes('\r\n')) return text.length;
  return graphemes(text).length;
}

/** A part of a text. */
export interface Range {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** From the start of one range to the end of another. */
export function between(from: Range, to: Range): Range {
  return { source: from.source, start: Math.min(from.start, to.start), end: Math.max(from.end, to.end) };
}

/** `FILE:LINE,COLUMN-COLUMN`, with the second line where it is another one. */
export function rangeName({ source, start, end }: Range): string {
  const [from, to] = [source.position(start), source.position(end)];
  const last = from.line === to.line ? `${to.column}` : `${to.line},${to.column}`;
  return `${source.name}:${from.line},${from.column}-${last}`;
}
