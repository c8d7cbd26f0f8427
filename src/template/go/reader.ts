import type { Token, TokenKind } from './token.ts';

/** The lexer's hand on the text: a token runs from `start` to `offset`. */
export class Reader {
  readonly text: string;
  readonly tokens: Token[] = [];
  offset = 0;
  done = false;
  #start = 0;
  #line = 1;
  #startLine = 1;
  /** The next line feed not yet passed; -1 when there is none. */
  #newline: number;

  constructor(text: string) {
    this.text = text;
    this.#newline = text.indexOf('\n');
  }

  /** The character at the cursor, empty at the end; never half a pair. */
  get character(): string {
    const code = this.text.codePointAt(this.offset);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  get pending(): string {
    return this.text.slice(this.#start, this.offset);
  }

  /** Takes everything up to `offset` into the pending token. */
  advance(offset: number): void {
    while (this.#newline >= 0 && this.#newline < offset) {
      this.#line += 1;
      this.#newline = this.text.indexOf('\n', this.#newline + 1);
    }
    this.offset = offset;
  }

  /** Drops everything up to `offset`. */
  skip(offset: number): void {
    this.advance(offset);
    this.#begin();
  }

  emit(kind: TokenKind): void {
    this.tokens.push({ kind, text: this.pending, offset: this.#start, line: this.#startLine });
    this.done = kind === 'end-of-text';
    this.#begin();
  }

  emitUnlessEmpty(kind: TokenKind): void {
    if (this.offset > this.#start) this.emit(kind);
  }

  fail(message: string): void {
    this.tokens.push({ kind: 'error', text: message, offset: this.#start, line: this.#startLine });
    this.done = true;
  }

  skipBlanks(): void {
    let end = this.offset;
    while (isBlank(this.text[end] ?? '')) end += 1;
    this.skip(end);
  }

  /** Whether `}}` is next, and if so whether ` -}}` asks to trim what follows. */
  rightDelimiter(): boolean | undefined {
    if (isBlank(this.text[this.offset] ?? '') && this.text.startsWith('-}}', this.offset + 1)) return true;
    return this.text.startsWith('}}', this.offset) ? false : undefined;
  }

  trimsLeft(offset: number): boolean {
    return this.text[offset] === '-' && isBlank(this.text[offset + 1] ?? '');
  }

  /** End of the text before `offset`, blanks cut off. */
  trimmedEnd(offset: number): number {
    let end = offset;
    while (end > this.offset && isBlank(this.text[end - 1] ?? '')) end -= 1;
    return end;
  }

  #begin(): void {
    this.#start = this.offset;
    this.#startLine = this.#line;
  }
}

export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}
