import type { Diagnostic, Variables } from '../diagnostic.ts';
import type { Functions, Surroundings } from '../functions/function.ts';
import type { Expression, SplatItem } from '../syntax/node.ts';
import type { Range } from '../syntax/source.ts';
import type { Value } from '../values/value.ts';

/** What expressions may use. */
export interface Scope extends Variables {
  readonly functions: Functions;
  readonly surroundings: Surroundings;
  /** Only what is written out counts: there are no functions, and texts of JSON stand for themselves. */
  readonly literal?: true;
}

/** An evaluation under way: what it may use, and what went wrong so far. */
export interface Run {
  readonly scope: Scope;
  readonly diagnostics: Diagnostic[];
  /** The elements at which splats stand. */
  readonly items: ReadonlyMap<SplatItem, Value>;
}

/** The same with names of its own, as in the body of a for expression. */
export function inner(run: Run, variables: ReadonlyMap<string, Value>): Run {
  const { functions, surroundings } = run.scope;
  return { ...run, scope: { variables, outer: run.scope, functions, surroundings } };
}

/** The same with errors of its own, which count or do not. */
export function apart(run: Run): Run {
  return { ...run, diagnostics: [] };
}

interface Fault {
  readonly summary: string;
  readonly detail: string;
  readonly subject: Range;
  readonly context?: Range;
  /** Variables of this are shown; those of what is evaluated, unless said. */
  readonly expression?: Expression;
}

export function report(run: Run, { expression, ...fault }: Fault): void {
  const evaluated = expression === undefined ? {} : { evaluated: { expression, scope: run.scope } };
  run.diagnostics.push({ ...fault, ...evaluated });
}
