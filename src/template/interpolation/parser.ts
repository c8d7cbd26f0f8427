import { lex } from './lexer.ts';
import type { Statement } from './node.ts';
import { PipelineParser } from './parse-pipeline.ts';
import { TokenStream } from './token-stream.ts';

/** Control structures may be nested this deep; enough for any template, and no text can exhaust the stack. */
const maxDepth = 100;

interface Block {
  readonly body: readonly Statement[];
  readonly ended: 'end' | 'else';
}

/** Parses a template text. Throws `interpolation-failed` with Go's message and line. */
export function parse(text: string, isFunction: (name: string) => boolean): readonly Statement[] {
  return new Parser(text, isFunction).parse();
}

class Parser {
  readonly #tokens: TokenStream;
  readonly #pipelines: PipelineParser;
  #loops = 0;
  #depth = 0;

  constructor(text: string, isFunction: (name: string) => boolean) {
    this.#tokens = new TokenStream(lex(text));
    this.#pipelines = new PipelineParser(this.#tokens, isFunction);
  }

  parse(): readonly Statement[] {
    const statements: Statement[] = [];
    while (this.#tokens.peek().kind !== 'end-of-text') {
      const next = this.#statement();
      if (typeof next === 'string') this.#tokens.fail(`unexpected {{${next}}}`);
      statements.push(next);
    }
    return statements;
  }

  #statement(): Statement | 'end' | 'else' {
    const token = this.#tokens.nextWord();
    if (token.kind === 'text') return { kind: 'text', offset: token.offset, text: token.text };
    if (token.kind !== 'left-delimiter') this.#tokens.unexpected(token, 'input');
    const word = this.#tokens.peekWord();
    if (word.kind !== 'keyword') {
      return { kind: 'action', offset: word.offset, pipeline: this.#pipelines.parse('command') };
    }
    this.#tokens.next();
    return this.#keyword(word.text, word.offset);
  }

  #keyword(word: string, offset: number): Statement | 'end' | 'else' {
    switch (word) {
      case 'end':
        this.#close('end');
        return 'end';
      case 'else':
        if (this.#tokens.peekWord().text !== 'if') this.#close('else');
        return 'else';
      case 'if':
      case 'with':
      case 'range':
        return this.#control(word, offset);
      case 'break':
      case 'continue':
        return this.#jump(word, offset);
      default:
        return this.#tokens.fail(
          `{{${word}}} is not supported: templates within a template text cannot be defined`,
          'Write the text out, or put it into a user variable.',
        );
    }
  }

  #close(context: string): void {
    const token = this.#tokens.nextWord();
    if (token.kind !== 'right-delimiter') this.#tokens.unexpected(token, context);
  }

  #jump(kind: 'break' | 'continue', offset: number): Statement {
    this.#close(`{{${kind}}}`);
    if (this.#loops === 0) this.#tokens.fail(`{{${kind}}} outside {{range}}`);
    return { kind, offset };
  }

  #control(kind: 'if' | 'with' | 'range', offset: number): Statement {
    this.#depth += 1;
    if (this.#depth > maxDepth) this.#tokens.fail('control structures are nested too deep');
    const scope = this.#pipelines.scope();
    const pipeline = this.#pipelines.parse(kind);
    if (kind === 'range') this.#loops += 1;
    const { body, ended } = this.#block();
    if (kind === 'range') this.#loops -= 1;
    const otherwise = ended === 'else' ? this.#otherwise(kind) : [];
    this.#pipelines.leave(scope);
    this.#depth -= 1;
    return { kind, offset, pipeline, body, otherwise };
  }

  #otherwise(kind: 'if' | 'with' | 'range'): readonly Statement[] {
    const word = this.#tokens.peek();
    if (word.kind === 'keyword' && word.text === 'if') {
      this.#tokens.next();
      if (kind !== 'if') this.#tokens.unexpected(word, 'else');
      return [this.#control('if', word.offset)];
    }
    const { body, ended } = this.#block();
    if (ended !== 'end') this.#tokens.fail('expected end; found {{else}}');
    return body;
  }

  #block(): Block {
    const body: Statement[] = [];
    while (this.#tokens.peekWord().kind !== 'end-of-text') {
      const next = this.#statement();
      if (typeof next === 'string') return { body, ended: next };
      body.push(next);
    }
    return this.#tokens.fail('unexpected EOF');
  }
}
