import { goQuote } from './go-quote.ts';
import { parseError } from './template-error.ts';
import type { Token } from './token.ts';

const nowhere: Token = { kind: 'end-of-text', text: '', offset: 0, line: 1 };

/** The tokens of a text with a cursor, and the complaints that name the token under it. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #at = 0;
  #actionLine = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? this.#tokens.at(-1) ?? nowhere;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind === 'left-delimiter') this.#actionLine = token.line;
    if (token.kind === 'right-delimiter') this.#actionLine = 0;
    this.#at += 1;
    return token;
  }

  /** Undoes the last `next`. */
  back(): void {
    this.#at -= 1;
  }

  /** The next token that is not a blank, blanks taken. */
  peekWord(): Token {
    while (this.peek().kind === 'space') this.#at += 1;
    return this.peek();
  }

  nextWord(): Token {
    this.peekWord();
    return this.next();
  }

  fail(message: string, hint?: string): never {
    const seen = this.#tokens[Math.max(0, this.#at - 1)] ?? this.peek();
    throw parseError(seen.line, message, hint);
  }

  unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') throw parseError(token.line, `unexpected ${describe(token)} in ${context}`);
    throw parseError(token.line, token.text + this.#startedAt(token));
  }

  /** Where an action began that ends, wrongly, on another line. */
  #startedAt(token: Token): string {
    if (this.#actionLine === 0 || this.#actionLine === token.line) return '';
    const started = ` in action started at root:${this.#actionLine}`;
    return token.text.endsWith(' action') ? started.slice(' in action'.length) : started;
  }
}

function describe(token: Token): string {
  if (token.kind === 'end-of-text') return 'EOF';
  if (token.kind === 'keyword' || token.kind === 'dot' || token.kind === 'nil') return `<${token.text}>`;
  const characters = Array.from(token.text);
  return characters.length > 10 ? `${goQuote(characters.slice(0, 10).join(''))}...` : goQuote(token.text);
}
