import { OPERATORS, type Token, type TokenKind } from './token.ts';

const blanks = /[ \t]+/y;
const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const number = /\d(?:(?:[\d.]|[eE][+-]?\d)*(?:\d|[eE][+-]?\d))?/y;
const lineComment = /(?:#|\/\/)[^\n]*\n?/y;
const heredocStart = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
/** Up to a quote, a line end, or what may begin a sequence. */
const quotedRun = /(?:[^"\\$%\n\r]|\\(?:[^\n\r]|$|(?=[\n\r])))+/y;
const newlineInQuotes = /\r\n|\n|\r/y;
const heredocRun = /[^$%\n]+/y;

/** What is open around the text that is read: a `${`, a quoted text, a heredoc, or a template that is a whole text. */
type Mode =
  | { readonly in: 'code'; braces: number }
  | { readonly in: 'quote' }
  | { readonly in: 'template' }
  | { readonly in: 'heredoc'; readonly marker: string; startOfLine: boolean };

/** Cuts a text into tokens that cover all of it but blanks. Never fails: what is no part of the language is a token, too. */
export function scan(text: string, as: 'code' | 'template' = 'code'): readonly Token[] {
  return new Scanner(text, as).tokens;
}

class Scanner {
  readonly tokens: Token[] = [];
  readonly #text: string;
  readonly #modes: Mode[];
  #at = 0;
  /** No comment is closed any more: one look is enough. */
  #unclosed = false;

  constructor(text: string, as: 'code' | 'template') {
    this.#text = text;
    this.#modes = [as === 'code' ? { in: 'code', braces: 0 } : { in: 'template' }];
    if (as === 'code' && text.charCodeAt(0) === 0xfeff) this.#at = 1;
    while (this.#at < text.length) this.#step();
    this.#emit('end', 0);
  }

  #step(): void {
    const mode = this.#modes.at(-1) ?? { in: 'template' };
    if (mode.in === 'code') this.#code(mode);
    else if (mode.in === 'quote') this.#quoted();
    else this.#lines(mode);
  }

  #emit(kind: TokenKind, length: number): void {
    this.tokens.push({ kind, start: this.#at, end: this.#at + length });
    this.#at += length;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  #code(mode: Mode & { in: 'code' }): void {
    const character = this.#text[this.#at] ?? '';
    if (character === ' ' || character === '\t') this.#at += this.#match(blanks)?.[0].length ?? 1;
    else if (character === '\n') this.#emit('newline', 1);
    else if (this.#text.startsWith('\r\n', this.#at)) this.#emit('newline', 2);
    else if (character === '"') this.#open('open-quote', 1, { in: 'quote' });
    else if (character === '{') this.#brace(mode, 1);
    else if (character === '}') this.#closeBrace(mode, 1);
    else if (character === '~' && this.#text[this.#at + 1] === '}' && this.#endsSequence(mode))
      this.#closeBrace(mode, 2);
    else this.#word(character);
  }

  #open(kind: TokenKind, length: number, mode: Mode): void {
    this.#emit(kind, length);
    this.#modes.push(mode);
  }

  #brace(mode: { braces: number }, change: number): void {
    mode.braces += change;
    this.#emit(change > 0 ? '{' : '}', 1);
  }

  #endsSequence(mode: { braces: number }): boolean {
    return this.#modes.length > 1 && mode.braces === 0;
  }

  #closeBrace(mode: { braces: number }, length: number): void {
    if (!this.#endsSequence(mode)) {
      this.#brace(mode, -1);
      return;
    }
    this.#emit('sequence-end', length);
    this.#modes.pop();
  }

  #word(character: string): void {
    const heredoc = character === '<' ? this.#match(heredocStart) : null;
    if (heredoc === null) {
      const [kind, length] = this.#simple(character);
      this.#emit(kind, length);
    } else {
      const mode: Mode = { in: 'heredoc', marker: heredoc[1] ?? '', startOfLine: true };
      this.#open('open-heredoc', heredoc[0].length, mode);
    }
  }

  #simple(character: string): readonly [kind: TokenKind, length: number] {
    const comment = this.#commentLength(character);
    if (comment > 0) return ['comment', comment];
    const word = this.#match(identifier);
    if (word !== null) return ['identifier', word[0].length];
    const digits = this.#match(number);
    if (digits !== null) return ['number', digits[0].length];
    const operator = OPERATORS.find((text) => this.#text.startsWith(text, this.#at));
    if (operator !== undefined) return [operator, operator.length];
    const length = (this.#text.codePointAt(this.#at) ?? 0) > 0xffff ? 2 : 1;
    return [character === '\ufffd' ? 'bad-encoding' : 'invalid', length];
  }

  /** A comment to the end of the line takes the line end with it. One that is not closed is none. */
  #commentLength(character: string): number {
    if (character !== '#' && character !== '/') return 0;
    if (this.#text.startsWith('/*', this.#at)) {
      const end = this.#unclosed ? -1 : this.#text.indexOf('*/', this.#at + 2);
      this.#unclosed = end < 0;
      return end < 0 ? 0 : end + 2 - this.#at;
    }
    return this.#match(lineComment)?.[0].length ?? 0;
  }

  #quoted(): void {
    const start = this.#at;
    for (;;) {
      const character = this.#text[this.#at];
      const sequence = this.#sequenceLength();
      const newline = this.#match(newlineInQuotes)?.[0].length ?? 0;
      if (character === undefined || character === '"' || sequence > 0 || newline > 0) {
        this.#literal('quoted-text', start);
        if (character === '"') this.#close('close-quote', 1);
        else if (newline > 0) this.#emit('quoted-newline', newline);
        else if (sequence > 0) this.#openSequence(sequence);
        return;
      }
      this.#at += this.#literalLength(quotedRun);
    }
  }

  /** A heredoc, or a template without quotes: its literal pieces are its lines. */
  #lines(mode: Mode): void {
    const start = this.#at;
    for (;;) {
      const character = this.#text[this.#at];
      const sequence = this.#sequenceLength();
      if (character === undefined || sequence > 0) {
        this.#literal('heredoc-text', start);
        if (mode.in === 'heredoc') mode.startOfLine = false;
        if (sequence > 0) this.#openSequence(sequence);
        return;
      }
      this.#at += this.#literalLength(heredocRun);
      if (character === '\n') {
        this.#endLine(mode, start);
        return;
      }
    }
  }

  #endLine(mode: Mode, start: number): void {
    const line = this.#text.slice(start, this.#at);
    if (mode.in !== 'heredoc' || !mode.startOfLine || line.trim() !== mode.marker) {
      if (mode.in === 'heredoc') mode.startOfLine = true;
      this.#literal('heredoc-text', start);
      return;
    }
    this.#at = start;
    this.#close('close-heredoc', line.replace(/\r?\n$/, '').length);
  }

  #close(kind: TokenKind, length: number): void {
    this.#emit(kind, length);
    this.#modes.pop();
  }

  #openSequence(length: number): void {
    this.#open(this.#text[this.#at] === '$' ? '${' : '%{', length, { in: 'code', braces: 0 });
  }

  #literal(kind: TokenKind, start: number): void {
    if (this.#at > start) this.tokens.push({ kind, start, end: this.#at });
  }

  #sequenceLength(): number {
    const character = this.#text[this.#at];
    if ((character !== '$' && character !== '%') || this.#text[this.#at + 1] !== '{') return 0;
    return this.#text[this.#at + 2] === '~' ? 3 : 2;
  }

  /** `$${` and `%%{` are literal. */
  #literalLength(run: RegExp): number {
    const character = this.#text[this.#at] ?? '';
    if ((character === '$' || character === '%') && this.#text.startsWith(`${character}{`, this.#at + 1))
      return 3;
    return this.#match(run)?.[0].length ?? 1;
  }
}
