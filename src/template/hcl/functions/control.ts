import type { Diagnostic } from '../diagnostic.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { apart, type Run } from '../evaluate/run.ts';
import type { Call, Expression } from '../syntax/node.ts';
import { rangeName } from '../syntax/source.ts';
import { convert } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import { ANY, BOOL } from '../types/type.ts';
import { TypeFault, typeOfExpression, withoutOptional } from '../types/type-expression.ts';
import { boolValue, isWhollyKnown, UNKNOWN, unknownOf, type Value } from '../values/value.ts';
import { ArgumentError, FunctionError, type SpecialFunction } from './function.ts';

const EXPRESSION = { name: 'expression', type: ANY };

export const CONTROL: Readonly<Record<string, SpecialFunction>> = {
  try: { parameters: [], rest: { ...EXPRESSION, name: 'expressions' }, special: evaluateTry },
  can: { parameters: [EXPRESSION], special: evaluateCan },
  convert: {
    parameters: [
      { name: 'value', type: ANY },
      { name: 'type', type: ANY },
    ],
    special: evaluateConvert,
  },
};

/** The first of the expressions that is without errors. */
function evaluateTry({ arguments: expressions }: Call, run: Run): Value {
  if (expressions.length === 0) throw new FunctionError('at least one argument is required');
  const errors: Diagnostic[] = [];
  for (const expression of expressions) {
    const attempt = apart(run);
    const value = evaluate(expression, attempt);
    if (attempt.diagnostics.length === 0) return isWhollyKnown(value) ? value : UNKNOWN;
    errors.push(...attempt.diagnostics);
  }
  const lines = errors.map(
    ({ summary, detail, subject }) =>
      `- ${summary} (at ${subject === undefined ? '' : rangeName(subject)})\n  ${detail}\n`,
  );
  throw new FunctionError(
    `no expression succeeded:\n${lines.join('')}\nAt least one expression must produce a successful result`,
  );
}

function evaluateCan({ arguments: [expression] }: Call, run: Run): Value {
  if (expression === undefined) return UNKNOWN;
  const attempt = apart(run);
  const value = evaluate(expression, attempt);
  if (attempt.diagnostics.length > 0) return boolValue(false);
  return isWhollyKnown(value) ? boolValue(true) : unknownOf(BOOL);
}

function evaluateConvert({ arguments: [expression, type] }: Call, run: Run): Value {
  if (expression === undefined || type === undefined) return UNKNOWN;
  const before = run.diagnostics.length;
  const value = evaluate(expression, run);
  const wanted = wantedType(type, run);
  if (run.diagnostics.length > before || wanted === undefined) return UNKNOWN;
  try {
    return convert(value, withoutOptional(wanted));
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    throw new ArgumentError(0, error.message);
  }
}

function wantedType(expression: Expression, run: Run): ReturnType<typeof typeOfExpression> | undefined {
  try {
    return typeOfExpression(expression);
  } catch (error) {
    if (!(error instanceof TypeFault)) throw error;
    run.diagnostics.push({
      summary: 'Invalid type specification',
      detail: error.message,
      subject: error.range,
    });
    return undefined;
  }
}
