import type { Diagnostic } from '../diagnostic.ts';
import type { Range, Source } from './source.ts';
import type { Token, TokenKind } from './token.ts';

/** Deeper nesting is refused: nobody writes it, and it would use up the stack. */
const DEEPEST = 200;

const CLOSERS = new Map<TokenKind, TokenKind>([
  ['{', '}'],
  ['[', ']'],
  ['(', ')'],
  ['open-quote', 'close-quote'],
  ['open-heredoc', 'close-heredoc'],
  ['${', 'sequence-end'],
  ['%{', 'sequence-end'],
]);
const OPENERS = new Map<TokenKind, TokenKind>([
  ['}', '{'],
  [']', '['],
  [')', '('],
  ['close-quote', 'open-quote'],
  ['close-heredoc', 'open-heredoc'],
  ['sequence-end', '${'],
]);

/** The tokens that are read, what was found wrong so far, and the ways back to sense after an error. */
export class Parser {
  readonly source: Source;
  readonly diagnostics: Diagnostic[] = [];
  /** Once something had to be skipped, errors that may follow from it are not told of. */
  recovering = false;
  readonly #tokens: readonly Token[];
  readonly #newlines: boolean[] = [true];
  #at = 0;
  #depth = 0;

  constructor(source: Source, tokens: readonly Token[]) {
    this.source = source;
    this.#tokens = tokens;
  }

  peek(): Token {
    return this.#find(this.#at).token;
  }

  read(): Token {
    const { token, index } = this.#find(this.#at);
    this.#at = token.kind === 'end' ? index : index + 1;
    return token;
  }

  /** The last token that was read. */
  get previous(): Token {
    return this.#tokens[Math.max(0, this.#at - 1)] ?? this.#end;
  }

  get #end(): Token {
    return this.#tokens.at(-1) ?? { kind: 'end', start: 0, end: 0 };
  }

  /** A comment that reaches to the end of its line ends the line, too. */
  #find(from: number): { readonly token: Token; readonly index: number } {
    const newlines = this.#newlines.at(-1) === true;
    for (let index = from; ; index += 1) {
      const token = this.#tokens[index] ?? this.#end;
      if (token.kind === 'comment') {
        if (newlines && this.source.text[token.end - 1] === '\n')
          return { token: { kind: 'newline', start: token.start, end: token.end }, index };
      } else if (token.kind !== 'newline' || newlines) return { token, index };
    }
  }

  text({ start, end }: Token): string {
    return this.source.text.slice(start, end);
  }

  range({ start, end }: Token): Range {
    return { source: this.source, start, end };
  }

  /** From one token to another. */
  span(from: { readonly start: number }, to: { readonly end: number }): Range {
    return { source: this.source, start: from.start, end: to.end };
  }

  isWord(token: Token, word: string): boolean {
    return token.kind === 'identifier' && this.text(token) === word;
  }

  /** Reads a part in which newlines count, or do not. */
  withNewlines<Result>(count: boolean, step: () => Result): Result {
    this.#newlines.push(count);
    try {
      return step();
    } finally {
      this.#newlines.pop();
    }
  }

  /** Reads something nested, unless it is nested too deeply. */
  nested<Result>(step: () => Result, otherwise: () => Result): Result {
    if (this.#depth >= DEEPEST) {
      const subject = this.range(this.peek());
      this.reportFollowing(
        'Nesting too deep',
        `Blocks, values and templates can be nested ${DEEPEST} deep at most.`,
        subject,
      );
      this.#at = this.#tokens.length - 1;
      return otherwise();
    }
    this.#depth += 1;
    try {
      return step();
    } finally {
      this.#depth -= 1;
    }
  }

  report(summary: string, detail: string, subject: Range, context?: Range): void {
    this.diagnostics.push({ summary, detail, subject, ...(context === undefined ? {} : { context }) });
  }

  /** Tells of an error that may only follow from another; from here on, others may follow from it. */
  reportFollowing(summary: string, detail: string, subject: Range, context?: Range): void {
    if (!this.recovering) this.report(summary, detail, subject, context);
    this.recovering = true;
  }

  /** Whether something went wrong in a step, so that nobody knows where it stopped. */
  failed(since: number): boolean {
    return this.recovering && this.diagnostics.length > since;
  }

  /** Skips to after the token that closes what is open. */
  recover(end: TokenKind): Token {
    this.recovering = true;
    const opener = OPENERS.get(end);
    let nesting = 0;
    for (;;) {
      const token = this.read();
      const kind = token.kind === '%{' && end === 'sequence-end' ? '${' : token.kind;
      if (kind === 'end' || (kind === end && nesting === 0)) return token;
      if (kind === opener) nesting += 1;
      else if (kind === end) nesting -= 1;
    }
  }

  /** Skips to the next line that is not inside of anything. */
  recoverAfterItem(): void {
    this.recovering = true;
    const open: TokenKind[] = [];
    for (;;) {
      const { kind } = this.read();
      if (kind === 'end' || (kind === 'newline' && open.length === 0)) return;
      const closer = CLOSERS.get(kind);
      if (closer !== undefined) open.push(closer);
      else if (OPENERS.has(kind)) open.splice(Math.max(0, open.lastIndexOf(kind)));
    }
  }
}
