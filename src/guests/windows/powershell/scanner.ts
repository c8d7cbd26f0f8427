import { PsSyntaxError } from './failure.ts';

/** Reads a script character by character; the parsers share its place. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? '';
  }

  /** Whether the text goes on like this, whatever its case. */
  looking(text: string): boolean {
    return this.text.slice(this.at, this.at + text.length).toLowerCase() === text.toLowerCase();
  }

  take(text: string): boolean {
    if (!this.looking(text)) return false;
    this.at += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.wrong(`Missing '${text}'`);
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null || found.index !== this.at) return undefined;
    this.at += found[0].length;
    return found[0];
  }

  /** A word that ends here: not the beginning of a longer one. */
  word(word: string): boolean {
    const next = this.text[this.at + word.length] ?? '';
    if (!this.looking(word) || /[\w-]/.test(next)) return false;
    this.at += word.length;
    return true;
  }

  /** Blanks, comments and continued lines; with `lines` line ends too. */
  skip(lines = false): void {
    const blank = lines
      ? /(?:\s|`\r?\n|#[^\n]*|<#[\s\S]*?#>)+/y
      : /(?:[^\S\n]|`\r?\n|#(?!>)[^\n]*|<#[\s\S]*?#>)+/y;
    this.match(blank);
  }

  get line(): number {
    return this.text.slice(0, this.at).split('\n').length;
  }

  wrong(message: string): PsSyntaxError {
    const rest = this.text.slice(this.at, this.at + 20).split('\n')[0] ?? '';
    const error = new PsSyntaxError(`${message} at '${rest}'.`, { id: 'ParserError', thrown: true });
    error.line = this.line;
    return error;
  }
}
