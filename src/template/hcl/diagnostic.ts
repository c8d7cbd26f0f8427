import type { Expression } from './syntax/node.ts';
import type { Range } from './syntax/source.ts';
import type { Value } from './values/value.ts';

/** Something wrong with a template, in the form of the language. */
export interface Diagnostic {
  /** An error unless said. */
  readonly severity?: 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly subject?: Range;
  /** A larger part around the subject that helps to understand it. */
  readonly context?: Range;
  /** What was evaluated, and the values of variables there. */
  readonly evaluated?: { readonly expression: Expression; readonly scope: Variables };
}

/** Values by name; those of an outer scope are seen where the inner one has none of that name. */
export interface Variables {
  readonly variables: ReadonlyMap<string, Value> | undefined;
  readonly outer?: Variables;
}
