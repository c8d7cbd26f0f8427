import { nearest } from '../../errors/nearest.ts';
import { goQuote } from './go-quote.ts';
import { rawText, unquote } from './go-string.ts';
import { type CommandNode, type Operand, type PipelineNode, source } from './node.ts';
import { type ParsedNumber, parseNumber, parseRune } from './parse-number.ts';
import type { Token } from './token.ts';
import type { TokenStream } from './token-stream.ts';

const maxDepth = 100;

const operandKinds = new Set<Token['kind']>([
  'bool',
  'char-constant',
  'dot',
  'field',
  'identifier',
  'left-paren',
  'nil',
  'number',
  'raw-string',
  'string',
  'variable',
]);

const literalKinds = new Set<Operand['kind']>(['bool', 'dot', 'nil', 'number', 'string']);

/** Parses pipelines and keeps the variables that are in scope. */
export class PipelineParser {
  readonly #tokens: TokenStream;
  readonly #functions: ReadonlySet<string>;
  #variables: string[] = ['$'];
  #declared = new Map<string, number>([['$', 1]]);
  #depth = 0;

  constructor(tokens: TokenStream, functions: ReadonlySet<string>) {
    this.#tokens = tokens;
    this.#functions = functions;
  }

  /** The variables declared so far, to `leave` to at the end of a block. */
  scope(): number {
    return this.#variables.length;
  }

  leave(scope: number): void {
    for (const name of this.#variables.splice(scope)) this.#count(name, -1);
  }

  /** Parses a template of its own: it sees none of the variables around it. */
  apart<T>(parse: () => T): T {
    const [variables, declared] = [this.#variables, this.#declared];
    this.#variables = ['$'];
    this.#declared = new Map([['$', 1]]);
    const parsed = parse();
    this.#variables = variables;
    this.#declared = declared;
    return parsed;
  }

  #count(name: string, by: number): void {
    this.#declared.set(name, (this.#declared.get(name) ?? 0) + by);
  }

  /** Parses up to and with the closing delimiter or parenthesis; `context` is what Go's messages call it. */
  parse(context: string, end: Token['kind'] = 'right-delimiter'): PipelineNode {
    this.#depth += 1;
    if (this.#depth > maxDepth) this.#tokens.fail('parentheses are nested too deep');
    const { offset } = this.#tokens.peekWord();
    const { names, assigns } = this.#declarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.#tokens.nextWord();
      if (token.kind === end) break;
      if (!operandKinds.has(token.kind)) this.#tokens.unexpected(token, context);
      this.#tokens.back();
      commands.push(this.#command());
    }
    this.#checkCommands(commands, context);
    this.#depth -= 1;
    return { kind: 'pipeline', offset, names, assigns, commands };
  }

  #checkCommands(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) this.#tokens.fail(`missing value for ${context}`);
    commands.forEach((command, index) => {
      const first = command.args[0];
      if (index > 0 && first !== undefined && literalKinds.has(first.kind)) {
        this.#tokens.fail(`non executable command in pipeline stage ${index + 1}`);
      }
    });
  }

  #declarations(context: string): { readonly names: readonly string[]; readonly assigns: boolean } {
    const names: string[] = [];
    while (this.#tokens.peekWord().kind === 'variable') {
      const variable = this.#tokens.next();
      const blank = this.#tokens.peek().kind === 'space';
      const sign = this.#tokens.peekWord();
      const isComma = sign.kind === 'char' && sign.text === ',';
      if (!isComma && sign.kind !== 'assign' && sign.kind !== 'declare') {
        this.#tokens.back();
        if (blank) this.#tokens.back();
        break;
      }
      this.#tokens.next();
      names.push(variable.text);
      this.#variables.push(variable.text);
      this.#count(variable.text, 1);
      if (!isComma) return { names, assigns: sign.kind === 'assign' };
      this.#checkSecond(context, names.length);
    }
    return { names, assigns: false };
  }

  #checkSecond(context: string, count: number): void {
    if (context !== 'range' || count >= 2) this.#tokens.fail(`too many declarations in ${context}`);
    const { kind } = this.#tokens.peekWord();
    if (kind !== 'variable' && kind !== 'right-delimiter' && kind !== 'right-paren') {
      this.#tokens.fail('range can only initialize variables');
    }
  }

  #command(): CommandNode {
    const { offset } = this.#tokens.peekWord();
    const args: Operand[] = [];
    for (;;) {
      this.#tokens.peekWord();
      const operand = this.#operand();
      if (operand !== undefined) args.push(operand);
      const token = this.#tokens.next();
      if (token.kind === 'pipe') break;
      if (token.kind === 'right-delimiter' || token.kind === 'right-paren') {
        this.#tokens.back();
        break;
      }
      if (token.kind !== 'space') this.#tokens.unexpected(token, 'operand');
    }
    if (args.length === 0) this.#tokens.fail('empty command');
    return { kind: 'command', offset, args };
  }

  #operand(): Operand | undefined {
    const term = this.#term();
    const first = this.#tokens.peek();
    if (term === undefined || first.kind !== 'field') return term;
    const names: string[] = [];
    while (this.#tokens.peek().kind === 'field') names.push(this.#tokens.next().text.slice(1));
    if (literalKinds.has(term.kind)) {
      this.#tokens.fail(`unexpected . after term ${goQuote(source(term))}`);
    }
    if (term.kind === 'field' || term.kind === 'variable') {
      return { kind: term.kind, offset: first.offset, names: [...term.names, ...names] };
    }
    return { kind: 'chain', offset: first.offset, of: term, names };
  }

  #term(): Operand | undefined {
    const token = this.#tokens.nextWord();
    const { offset, text } = token;
    switch (token.kind) {
      case 'identifier':
        if (!this.#functions.has(text)) this.#unknownFunction(token);
        return { kind: 'call', offset, name: text };
      case 'variable':
        if ((this.#declared.get(text) ?? 0) === 0)
          this.#tokens.fail(`undefined variable ${goQuote(text)}`, { token });
        return { kind: 'variable', offset, names: [text] };
      case 'field':
        return { kind: 'field', offset, names: [text.slice(1)] };
      case 'left-paren':
        return this.parse('parenthesized pipeline', 'right-paren');
      case 'dot':
      case 'nil':
        return { kind: token.kind, offset };
      case 'bool':
        return { kind: 'bool', offset, value: text === 'true' };
      default:
        return this.#literal(token);
    }
  }

  #unknownFunction(token: Token): never {
    const name = token.text;
    const near = nearest(name, [...this.#functions]);
    this.#tokens.fail(`function ${goQuote(name)} not defined`, {
      token,
      hint: near === undefined ? undefined : `Did you mean "${near}"?`,
      advice:
        near === undefined ? `a variable is {{user \`${name}\`}}, a text is \`${name}\`` : `write ${near}`,
    });
  }

  #literal(token: Token): Operand | undefined {
    const { kind, text, offset } = token;
    if (kind === 'number') return this.#number(parseNumber(text, offset));
    if (kind === 'char-constant') return this.#number(parseRune(text, offset));
    if (kind === 'raw-string') {
      return { kind: 'string', offset, source: text, value: rawText(text) };
    }
    if (kind !== 'string') {
      this.#tokens.back();
      return undefined;
    }
    const value = unquote(text);
    if (value === undefined) this.#tokens.fail('invalid syntax');
    return { kind: 'string', offset, source: text, value };
  }

  #number(parsed: ParsedNumber): Operand {
    return parsed.kind === 'refused' ? this.#tokens.fail(parsed.message) : parsed;
  }
}
