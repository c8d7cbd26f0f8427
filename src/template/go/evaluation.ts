import { BuildError } from '../../errors/build-error.ts';
import type { RenderContext } from './context.ts';
import { FunctionFailure } from './functions/function.ts';
import { goQuote } from './go-quote.ts';
import { type Node, type Parsed, type Statement, source } from './node.ts';
import { executeError } from './template-error.ts';
import { rootName } from './template-set.ts';
import { type Held, toValue, Unanswered, type Value } from './value.ts';

/** A template may not blow a value up beyond this; more than any setting needs. */
const largestText = 16 * 1024 * 1024;

/**
 * Blocks and templates within each other are stopped here: such templates call each other without end. Go stops them
 * at 100000, which no stack of ours would hold.
 */
const deepest = 250;

interface Variable {
  readonly name: string;
  value: Held;
}

/** The state of one rendering: the variables, the text so far, and the node that an error is to name. */
export class Evaluation {
  readonly context: RenderContext;
  readonly root: Value;
  /** Whether an answer was missing. */
  isWaiting = false;
  readonly #text: string;
  readonly #templates: Parsed['templates'];
  #variables: Variable[];
  readonly #out: string[] = [];
  #size = 0;
  #at: Node = { kind: 'dot', offset: 0 };
  #template = rootName;
  #depth = 0;

  constructor(text: string, { templates }: Parsed, context: RenderContext) {
    this.#text = text;
    this.#templates = templates;
    this.context = context;
    this.root = toValue(context.data);
    this.#variables = [{ name: '$', value: this.root }];
  }

  get output(): string {
    return this.#out.join('');
  }

  /** Errors from here on name this node. */
  at(node: Node): void {
    this.#at = node;
  }

  fail(
    message: string,
    more: { readonly hint?: string | undefined; readonly variable?: string } = {},
  ): never {
    const at = { offset: this.#at.offset, source: source(this.#at), template: this.#template };
    throw executeError(this.#text, at, { message, ...more });
  }

  /** Runs a function's body; what it complains about becomes an error at `node`. */
  guard(name: string, node: Node, body: () => Value): Value {
    try {
      const value = body();
      if (value instanceof Unanswered) this.isWaiting = true;
      if (typeof value === 'string') this.measure(value);
      return value;
    } catch (error) {
      if (error instanceof BuildError || !(error instanceof FunctionFailure)) throw error;
      this.at(node);
      const more = error.variable === undefined ? { hint: error.hint } : { variable: error.variable };
      return this.fail(`error calling ${name}: ${error.message}`, more);
    }
  }

  measure(text: string): void {
    if (text.length > largestText) this.fail('the text grows beyond 16 MiB');
  }

  write(text: string): void {
    this.#size += text.length;
    if (this.#size > largestText) this.fail('the text grows beyond 16 MiB');
    this.#out.push(text);
  }

  /** Walks the statements of a block or a template. */
  nested<T>(walk: () => T): T {
    this.#checkDepth();
    this.#depth += 1;
    const walked = walk();
    this.#depth -= 1;
    return walked;
  }

  #checkDepth(): void {
    if (this.#depth >= deepest) this.fail(`exceeded maximum template depth (${deepest})`);
  }

  mark(): number {
    return this.#variables.length;
  }

  /** Forgets the variables declared since `mark`. */
  release(mark: number): void {
    this.#variables.length = mark;
  }

  declare(name: string, value: Held): void {
    this.#variables.push({ name, value });
  }

  /** Gives the innermost variable of this name another value. */
  assign(name: string, value: Held): void {
    const variable = this.#find(name);
    if (variable === undefined) this.fail(`undefined variable: ${name}`);
    variable.value = value;
  }

  variable(name: string): Held {
    const variable = this.#find(name);
    return variable === undefined ? this.fail(`undefined variable: ${name}`) : variable.value;
  }

  /** Walks a template that the text defines; it sees its data and nothing else. */
  enter(name: string, dataOf: () => Value, walk: (dot: Value, body: readonly Statement[]) => void): void {
    const body = this.#templates.get(name);
    if (body === undefined) this.fail(`template ${goQuote(name)} not defined`);
    this.#checkDepth();
    const dot = dataOf();
    const before = [this.#template, this.#variables] as const;
    [this.#template, this.#variables] = [name, [{ name: '$', value: dot }]];
    walk(dot, body);
    [this.#template, this.#variables] = before;
  }

  #find(name: string): Variable | undefined {
    return this.#variables.findLast((variable) => variable.name === name);
  }
}
