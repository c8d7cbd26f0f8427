import type { Diagnostic } from '../diagnostic.ts';
import type { Range, Source } from '../syntax/source.ts';
import type { JsonNode } from './node.ts';
import { type JsonToken, type JsonTokenKind, scanJson } from './scan.ts';

/** Deeper nesting is refused: nobody writes it, and it would use up the stack. */
const DEEPEST = 200;

/** The tokens of a text of JSON that are still to be read, and what was found wrong so far. */
export class JsonParser {
  readonly diagnostics: Diagnostic[] = [];
  readonly #source: Source;
  readonly #tokens: readonly JsonToken[];
  #at = 0;
  #depth = 0;
  #stopped = false;

  constructor(source: Source) {
    this.#source = source;
    this.#tokens = scanJson(source.text);
  }

  peek(): JsonToken {
    return this.#tokens[this.#at] ?? { kind: 'end', start: 0, end: 0 };
  }

  read(): JsonToken {
    const token = this.peek();
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  text({ start, end }: JsonToken): string {
    return this.#source.text.slice(start, end);
  }

  range({ start, end }: { readonly start: number; readonly end: number }): Range {
    return { source: this.#source, start, end };
  }

  report(summary: string, detail: string, subject: Range, context?: Range): undefined {
    // What is told of after that only follows from it.
    if (this.#stopped) return;
    this.diagnostics.push({ summary, detail, subject, ...(context === undefined ? {} : { context }) });
  }

  /** Skips, from a token that was read, to what seems to be the end of what is open. */
  recover(open: JsonTokenKind, close: JsonTokenKind, from: JsonToken): void {
    let depth = 1;
    for (let token = from; token.kind !== 'end'; token = this.read()) {
      if (token.kind === open) depth += 1;
      else if (token.kind === close) depth -= 1;
      if (token.kind === close && depth <= 1) return;
    }
  }

  /** Reads something nested, unless it is nested too deeply. */
  nested(step: () => JsonNode | undefined): JsonNode | undefined {
    if (this.#depth >= DEEPEST) {
      const subject = this.range(this.peek());
      this.#at = this.#tokens.length - 1;
      const rule = `Objects and arrays can be nested ${DEEPEST} deep at most.`;
      this.report('Nesting too deep', rule, subject);
      this.#stopped = true;
      return undefined;
    }
    this.#depth += 1;
    try {
      return step();
    } finally {
      this.#depth -= 1;
    }
  }
}
