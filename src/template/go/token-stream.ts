import { goQuote } from './go-quote.ts';
import { rawText, unquote } from './go-string.ts';
import { parseError } from './template-error.ts';
import type { Token } from './token.ts';

const nowhere: Token = { kind: 'end-of-text', text: '', offset: 0, line: 1 };

/** The tokens of a text with a cursor, and the complaints that name the token under it. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #at = 0;
  /** Index of the last token looked at: Go's complaints name its line. */
  #furthest = -1;
  /** Line of the action being read, 0 between actions. */
  actionLine = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    this.#furthest = Math.max(this.#furthest, this.#at);
    return this.#tokens[this.#at] ?? this.#tokens.at(-1) ?? nowhere;
  }

  next(): Token {
    const token = this.peek();
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

  /** The token whose line a complaint made now names. */
  get furthest(): Token {
    return this.#tokens[Math.max(0, this.#furthest)] ?? this.#tokens.at(-1) ?? nowhere;
  }

  /** `token` is what is meant, where that is not the one that the line is of. */
  fail(message: string, { token, ...more }: Complaint = {}): never {
    const { line } = this.furthest;
    const { offset, length } = extent(token ?? this.furthest);
    throw parseError({ line, offset, length }, message, more);
  }

  failAt(token: Token, message: string): never {
    throw parseError(extent(token), message);
  }

  /** Takes `{{define`, if that comes next. */
  takeDefine(): boolean {
    const from = this.#at;
    if (this.next().kind === 'left-delimiter') {
      const word = this.nextWord();
      if (word.kind === 'keyword' && word.text === 'define') return true;
    }
    this.#at = from;
    return false;
  }

  /** The name of a template, which is a string constant. */
  name(token: Token, context: string): string {
    if (token.kind === 'raw-string') return rawText(token.text);
    if (token.kind !== 'string') this.unexpected(token, context);
    return unquote(token.text) ?? this.fail('invalid syntax');
  }

  unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') this.failAt(token, `unexpected ${describe(token)} in ${context}`);
    const begin = this.#tokens.findLast(({ kind }) => kind === 'left-delimiter') ?? token;
    // It is about the whole rest of the action.
    const place = { line: token.line, offset: begin.offset, length: Number.MAX_SAFE_INTEGER };
    throw parseError(place, token.text + this.#startedAt(token), { advice: adviseOn(token.text) });
  }

  /** Where an action began that ends, wrongly, on another line. */
  #startedAt(token: Token): string {
    if (this.actionLine === 0 || this.actionLine === token.line) return '';
    const started = ` in action started at root:${this.actionLine}`;
    return token.text.endsWith(' action') ? started.slice(' in action'.length) : started;
  }
}

interface Complaint {
  readonly token?: Token;
  readonly hint?: string | undefined;
  readonly advice?: string | undefined;
}

function extent({ text, offset, line }: Token) {
  return { line, offset, length: text.length };
}

function adviseOn(message: string): string | undefined {
  if (message.startsWith('unclosed action')) return 'close it with }}';
  if (message.startsWith('unterminated')) return 'close the text with the quote that it begins with';
  return message.startsWith('unclosed left paren') ? 'close it with )' : undefined;
}

function describe(token: Token): string {
  if (token.kind === 'end-of-text') return 'EOF';
  if (token.kind === 'keyword' || token.kind === 'dot' || token.kind === 'nil') return `<${token.text}>`;
  if (Buffer.byteLength(token.text) <= 10) return goQuote(token.text);
  return `${goQuote(Array.from(token.text).slice(0, 10).join(''))}...`;
}
