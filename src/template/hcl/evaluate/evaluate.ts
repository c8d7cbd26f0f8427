import type { Diagnostic } from '../diagnostic.ts';
import type { Expression, JsonString, SplatItem, Tuple } from '../syntax/node.ts';
import { readAsTemplate } from '../syntax/read-json-string.ts';
import { STRING } from '../types/type.ts';
import { asSensitive, madeOf } from '../values/marks.ts';
import {
  isSequence,
  isWhollyKnown,
  stringValue,
  tupleValue,
  UNKNOWN,
  unknownOf,
  type Value,
} from '../values/value.ts';
import { evaluateCall } from './call.ts';
import { evaluateConditional } from './conditional.ts';
import { evaluateFor } from './for.ts';
import { evaluateObject } from './object.ts';
import { applyBinary, applyUnary } from './operators.ts';
import type { Run, Scope } from './run.ts';
import { evaluateSplat } from './splat.ts';
import { evaluateTemplate } from './template.ts';
import { follow, indexBy, lookUp } from './traversal.ts';

/** The value of an expression, and all that is wrong with it; what could not be evaluated is unknown. */
export function evaluateExpression(
  expression: Expression,
  scope: Scope,
): { readonly value: Value; readonly diagnostics: readonly Diagnostic[] } {
  const run: Run = { scope, diagnostics: [], items: new Map<SplatItem, Value>() };
  try {
    return { value: evaluate(expression, run), diagnostics: run.diagnostics };
  } catch (error) {
    // Each nesting is bounded, but not every mixture of them.
    if (!(error instanceof RangeError)) throw error;
    const detail = 'This expression is nested too deeply, or its result is too large.';
    return {
      value: UNKNOWN,
      diagnostics: [{ summary: 'Expression too complex', detail, subject: expression.range }],
    };
  }
}

export function evaluate(expression: Expression, run: Run): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return evaluateTemplate(expression, run);
    case 'wrap':
    case 'parentheses':
      return evaluate(expression.inner, run);
    case 'join':
      return joined(evaluate(expression.each, run));
    case 'variable':
      return lookUp(expression, run);
    case 'access':
      return follow(evaluate(expression.from, run), expression.steps, { run, expression });
    case 'index':
      return indexBy(expression, run);
    case 'splat':
      return evaluateSplat(expression, run);
    case 'splat-item':
      return run.items.get(expression) ?? UNKNOWN;
    case 'call':
      return evaluateCall(expression, run);
    case 'conditional':
      return evaluateConditional(expression, run);
    case 'binary':
      return applyBinary(expression, run);
    case 'unary':
      return applyUnary(expression, run);
    case 'tuple':
      return evaluateTuple(expression, run);
    case 'object':
      return evaluateObject(expression, run);
    case 'json-string':
      return evaluateJsonString(expression, run);
    case 'for':
      return evaluateFor(expression, run);
  }
}

function evaluateTuple({ elements }: Tuple, run: Run): Value {
  return tupleValue(elements.map((element) => evaluate(element, run)));
}

/** Whether its template can be read shows here only. */
function evaluateJsonString(string: JsonString, run: Run): Value {
  if (run.scope.literal === true) return stringValue(string.text);
  const { result, diagnostics } = readAsTemplate(string);
  run.diagnostics.push(...diagnostics);
  return diagnostics.length > 0 ? UNKNOWN : evaluate(result, run);
}

function joined(value: Value): Value {
  if (!isSequence(value) || !isWhollyKnown(value)) return madeOf(unknownOf(STRING), value);
  const text = value.elements.map((element) => (element.kind === 'string' ? element.text : '')).join('');
  const result = stringValue(text);
  return value.sensitive === true || value.elements.some(({ sensitive }) => sensitive === true)
    ? asSensitive(result)
    : result;
}
