import { goQuote } from './go-quote.ts';
import type { Parsed, Statement } from './node.ts';
import type { TokenStream } from './token-stream.ts';

/** What the text itself is called among the templates defined in it. */
export const rootName = 'root';

/** The templates that a text defines. One of blanks and comments alone gives way to any other of its name. */
export class TemplateSet {
  readonly #templates = new Map<string, readonly Statement[]>();

  add(name: string, body: readonly Statement[], tokens: TokenStream): void {
    const before = this.#templates.get(name);
    if (before === undefined || isEmpty(before)) this.#templates.set(name, body);
    else if (!isEmpty(body)) tokens.fail(`template: multiple definition of template ${goQuote(name)}`);
  }

  /** The whole text, which is a template like the others: a definition called `root` may take its place. */
  parsed(statements: readonly Statement[], tokens: TokenStream): Parsed {
    this.add(rootName, statements, tokens);
    return { body: this.#templates.get(rootName) ?? statements, templates: this.#templates };
  }
}

function isEmpty(body: readonly Statement[]): boolean {
  return body.every((statement) => statement.kind === 'text' && statement.text.trim() === '');
}
