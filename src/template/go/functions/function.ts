import type { RenderContext } from '../context.ts';
import type { Value } from '../value.ts';

/**
 * What a parameter takes. `string` and `int` are exact; `any` turns a missing value into nil; `value` keeps it, as
 * Go's builtins do that look at values through reflection.
 */
export type ParameterType = 'string' | 'int' | 'any' | 'value';

export interface TemplateFunction {
  readonly parameters: readonly ParameterType[];
  /** Type of any number of further arguments. */
  readonly rest?: ParameterType;
  /** `and` and `or` stop at the first argument that has this truth; `call` is not used then. */
  readonly stopsAt?: boolean;
  /** Arguments have been checked against the parameters. Throws FunctionFailure. */
  call(args: readonly Value[], context: RenderContext): Value;
}

export type FunctionTable = Readonly<Record<string, TemplateFunction>>;

/** Why a function gave no result; never leaves the engine. */
export class FunctionFailure extends Error {
  override readonly name = 'FunctionFailure';
  readonly hint: string | undefined;
  /** The user variable that has no value yet. */
  readonly variable: string | undefined;

  constructor(message: string, more: { readonly hint?: string; readonly variable?: string } = {}) {
    super(message);
    this.hint = more.hint;
    this.variable = more.variable;
  }
}

/** A function of strings only. */
export function ofStrings(
  count: number,
  call: (args: readonly string[], context: RenderContext) => Value,
): TemplateFunction {
  const parameters = Array.from({ length: count }, () => 'string' as const);
  return { parameters, call: (args, context) => call(args.map(String), context) };
}
