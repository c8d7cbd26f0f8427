import { lex } from './lexer.ts';
import type { Parsed, PipelineNode, Statement } from './node.ts';
import { PipelineParser } from './parse-pipeline.ts';
import { TemplateSet } from './template-set.ts';
import type { Token } from './token.ts';
import { TokenStream } from './token-stream.ts';

/** Control structures may be nested this deep; enough for any template, and no text can exhaust the stack. */
const maxDepth = 100;

interface Block {
  readonly body: readonly Statement[];
  readonly ended: 'end' | 'else';
}

/** Parses a template text. Throws `interpolation-failed` with Go's message and line. */
export function parse(text: string, functions: ReadonlySet<string>): Parsed {
  return new Parser(text, functions).parse();
}

class Parser {
  readonly #tokens: TokenStream;
  readonly #pipelines: PipelineParser;
  readonly #templates = new TemplateSet();
  #loops = 0;
  #depth = 0;

  constructor(text: string, functions: ReadonlySet<string>) {
    this.#tokens = new TokenStream(lex(text));
    this.#pipelines = new PipelineParser(this.#tokens, functions);
  }

  parse(): Parsed {
    const statements: Statement[] = [];
    while (this.#tokens.peek().kind !== 'end-of-text') {
      if (this.#tokens.takeDefine()) this.#definition();
      else {
        const next = this.#statement();
        if (typeof next === 'string') this.#tokens.fail(`unexpected {{${next}}}`);
        statements.push(next);
      }
    }
    return this.#templates.parsed(statements, this.#tokens);
  }

  /** `{{define "name"}}` is read up to the name. */
  #definition(): void {
    const name = this.#tokens.name(this.#tokens.nextWord(), 'define clause');
    this.#close('define clause');
    const { body, ended } = this.#apart();
    if (ended !== 'end') this.#tokens.fail('unexpected {{else}} in define clause');
    this.#templates.add(name, body, this.#tokens);
  }

  /** The statements of a template of its own: outside all loops around it. */
  #apart(): Block {
    const loops = this.#loops;
    const block = this.#deeper(() => {
      this.#loops = 0;
      return this.#pipelines.apart(() => this.#block());
    });
    this.#loops = loops;
    return block;
  }

  #deeper<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxDepth) this.#tokens.fail('control structures are nested too deep');
    const parsed = parse();
    this.#depth -= 1;
    return parsed;
  }

  #statement(): Statement | 'end' | 'else' {
    const token = this.#tokens.nextWord();
    if (token.kind === 'text') return { kind: 'text', offset: token.offset, text: token.text };
    if (token.kind !== 'left-delimiter') this.#tokens.unexpected(token, 'input');
    this.#tokens.actionLine = token.line;
    const statement = this.#action();
    this.#tokens.actionLine = 0;
    return statement;
  }

  #action(): Statement | 'end' | 'else' {
    const word = this.#tokens.peekWord();
    if (word.kind !== 'keyword' || word.text === 'define')
      return { kind: 'action', offset: word.offset, pipeline: this.#pipelines.parse('command') };
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
      case 'break':
      case 'continue':
        return this.#jump(word, offset);
      case 'template':
      case 'block':
        return this.#template(word);
      default:
        return this.#control(word === 'with' || word === 'range' ? word : 'if', offset);
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

  #template(kind: 'template' | 'block'): Statement {
    const context = `${kind} clause`;
    const token: Token = this.#tokens.nextWord();
    const name = this.#tokens.name(token, context);
    let pipeline: PipelineNode | undefined;
    const bare = kind === 'template' && this.#tokens.peekWord().kind === 'right-delimiter';
    if (bare) this.#tokens.next();
    else pipeline = this.#pipelines.parse(context);
    if (kind === 'block') this.#blockBody(name);
    return { kind: 'template', offset: token.offset, name, pipeline };
  }

  #blockBody(name: string): void {
    const { furthest } = this.#tokens;
    this.#tokens.actionLine = 0;
    const { body, ended } = this.#apart();
    if (ended !== 'end') this.#tokens.failAt(furthest, 'unexpected {{else}} in block clause');
    this.#templates.add(name, body, this.#tokens);
  }

  #control(kind: 'if' | 'with' | 'range', offset: number): Statement {
    return this.#deeper(() => {
      const scope = this.#pipelines.scope();
      const pipeline = this.#pipelines.parse(kind);
      if (kind === 'range') this.#loops += 1;
      const { body, ended } = this.#block();
      if (kind === 'range') this.#loops -= 1;
      const otherwise = ended === 'else' ? this.#otherwise(kind) : [];
      this.#pipelines.leave(scope);
      return { kind, offset, pipeline, body, otherwise };
    });
  }

  #otherwise(kind: 'if' | 'with' | 'range'): readonly Statement[] {
    const word = this.#tokens.peek();
    if (kind === 'if' && word.kind === 'keyword' && word.text === 'if') {
      this.#tokens.next();
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
