import { jsonSyntax } from './syntax-error.ts';

/** A cursor over JSON text. Messages and offsets of a refusal are those of Go's encoding/json. */
export class Scanner {
  readonly text: string;
  readonly path: string;
  offset = 0;

  constructor(text: string, path: string) {
    this.text = text;
    this.path = path;
  }

  /** Code of the character at the cursor; NaN at the end. */
  get code(): number {
    return this.text.charCodeAt(this.offset);
  }

  skipBlanks(): void {
    while (isBlank(this.code)) this.offset += 1;
  }

  /** Steps over `character` if it is next. */
  take(character: string): boolean {
    if (this.text[this.offset] !== character) return false;
    this.offset += 1;
    return true;
  }

  /** Refuses the character at the cursor, or the end of the text. */
  refuse(where: string): never {
    if (this.offset >= this.text.length) this.refuseEnd();
    throw jsonSyntax(this, invalid(this.text, this.offset, where), this.offset);
  }

  refuseEnd(): never {
    throw jsonSyntax(this, 'unexpected end of JSON input', this.text.length);
  }

  /** Refuses inside a token that no blank may follow: there Go reports the end of the text as a blank. */
  refuseInside(where: string): never {
    if (this.offset < this.text.length) this.refuse(where);
    throw jsonSyntax(this, `invalid character ' ' ${where}`, this.text.length);
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function invalid(text: string, offset: number, where: string): string {
  return `invalid character ${quoteCharacter(text.codePointAt(offset) ?? 0)} ${where}`;
}

/** Go shows the first byte of a character, read as Latin-1. */
function quoteCharacter(code: number): string {
  if (code > 0x7f) return `'${String.fromCharCode(Buffer.from(String.fromCodePoint(code))[0] ?? 0)}'`;
  const character = String.fromCharCode(code);
  if (character === "'" || character === '\\') return `'\\${character}'`;
  const named = new Map([
    [7, 'a'],
    [8, 'b'],
    [9, 't'],
    [10, 'n'],
    [11, 'v'],
    [12, 'f'],
    [13, 'r'],
  ]).get(code);
  if (named !== undefined) return `'\\${named}'`;
  return code < 0x20 || code === 0x7f ? `'\\x${code.toString(16).padStart(2, '0')}'` : `'${character}'`;
}
