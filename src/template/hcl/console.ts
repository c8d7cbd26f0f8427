import type { Diagnostic } from './diagnostic.ts';
import { evaluateExpression } from './evaluate/evaluate.ts';
import type { Scope } from './evaluate/run.ts';
import { parseWholeExpression } from './syntax/parse.ts';
import { Source } from './syntax/source.ts';
import { UNKNOWN, type Value } from './values/value.ts';

/** By which name messages call what is entered. */
const INPUT = '<console-input>';

/** The value of a text that is an expression, or what is wrong with it. */
export function evaluateText(
  text: string,
  scope: Scope,
): { readonly value: Value; readonly diagnostics: readonly Diagnostic[] } {
  const { result, diagnostics } = parseWholeExpression(new Source(INPUT, text));
  return diagnostics.length > 0 ? { value: UNKNOWN, diagnostics } : evaluateExpression(result, scope);
}
