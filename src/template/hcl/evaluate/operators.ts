import type { Binary, BinaryOperator, Expression, Unary } from '../syntax/node.ts';
import { convert } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import { BOOL, NUMBER, type Type } from '../types/type.ts';
import {
  ArithmeticError,
  add,
  compareNumbers,
  divide,
  multiply,
  negate,
  remainder,
  subtract,
} from '../values/arithmetic.ts';
import type { BigFloat } from '../values/big-float.ts';
import { areEqual } from '../values/equality.ts';
import { asSensitive, isSensitive, madeOf } from '../values/marks.ts';
import { boolValue, FALSE, numberValue, TRUE, unknownOf, type Value } from '../values/value.ts';
import { evaluate } from './evaluate.ts';
import { apart, type Run, report } from './run.ts';

type Arithmetic = Exclude<BinaryOperator, '||' | '&&' | '==' | '!='>;

const ARITHMETIC: Readonly<Record<Arithmetic, (left: BigFloat, right: BigFloat) => Value>> = {
  '+': (left, right) => numberValue(add(left, right)),
  '-': (left, right) => numberValue(subtract(left, right)),
  '*': (left, right) => numberValue(multiply(left, right)),
  '/': (left, right) => numberValue(divide(left, right)),
  '%': (left, right) => numberValue(remainder(left, right)),
  '<': (left, right) => boolValue(compareNumbers(left, right) < 0),
  '>': (left, right) => boolValue(compareNumbers(left, right) > 0),
  '<=': (left, right) => boolValue(compareNumbers(left, right) <= 0),
  '>=': (left, right) => boolValue(compareNumbers(left, right) >= 0),
};

export function applyBinary(expression: Binary, run: Run): Value {
  const { operator } = expression;
  if (operator === '&&' || operator === '||') return applyLogic(expression, operator === '||', run);
  if (operator === '==' || operator === '!=') return applyEquality(expression, run);
  const inner = apart(run);
  const [left, right] = [evaluate(expression.left, inner), evaluate(expression.right, inner)];
  const operands = [
    operand(left, NUMBER, { expression, side: 'left', run }),
    operand(right, NUMBER, { expression, side: 'right', run }),
  ];
  run.diagnostics.push(...inner.diagnostics);
  const [first, second] = operands;
  const result = resultType(operator);
  if (first === undefined || second === undefined || inner.diagnostics.length > 0) return unknownOf(result);
  if (first.kind === 'null' || second.kind === 'null')
    return failed(expression, 'argument must not be null', run);
  if (first.kind !== 'number' || second.kind !== 'number') return madeOf(unknownOf(result), left, right);
  try {
    return madeOf(ARITHMETIC[operator](first.number, second.number), left, right);
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    return failed(expression, error.message, run);
  }
}

function resultType(operator: BinaryOperator): Type {
  return '+-*/%'.includes(operator) ? NUMBER : BOOL;
}

interface Place {
  readonly expression: Binary;
  readonly side: 'left' | 'right';
  readonly run: Run;
}

/** The operand in the type that the operator needs; what keeps it from that is told of. */
function operand(value: Value, type: Type, { expression, side, run }: Place): Value | undefined {
  try {
    return convert(value, type);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const own = expression[side];
    const detail = `Unsuitable value for ${side} operand: ${error.message}.`;
    report(run, {
      summary: 'Invalid operand',
      detail,
      subject: own.range,
      context: expression.range,
      expression: own,
    });
    return undefined;
  }
}

function failed(expression: Expression, why: string, run: Run): Value {
  report(run, {
    summary: 'Operation failed',
    detail: `Error during operation: ${why}.`,
    subject: expression.range,
    expression,
  });
  return unknownOf(NUMBER);
}

function applyEquality(expression: Binary, run: Run): Value {
  const before = run.diagnostics.length;
  const [left, right] = [evaluate(expression.left, run), evaluate(expression.right, run)];
  const same = run.diagnostics.length > before ? undefined : areEqual(left, right);
  const result = same === undefined ? unknownOf(BOOL) : boolValue(same === (expression.operator === '=='));
  return isSensitive(left) || isSensitive(right) ? asSensitive(result) : result;
}

/** One side may decide alone: then errors of the other one do not count. */
function applyLogic(expression: Binary, deciding: boolean, run: Run): Value {
  const [leftRun, rightRun] = [apart(run), apart(run)];
  const [left, right] = [evaluate(expression.left, leftRun), evaluate(expression.right, rightRun)];
  const before = run.diagnostics.length;
  const first = operand(left, BOOL, { expression, side: 'left', run });
  const second = operand(right, BOOL, { expression, side: 'right', run });
  const marked = (value: Value) => madeOf(value, left, right);
  if (run.diagnostics.length === before && (decides(first, deciding) || decides(second, deciding)))
    return marked(deciding ? TRUE : FALSE);
  const unclear = left.kind === 'unknown' && leftRun.diagnostics.length === 0;
  if (run.diagnostics.length === before && unclear) return marked(unknownOf(BOOL));
  run.diagnostics.push(...leftRun.diagnostics, ...rightRun.diagnostics);
  if (run.diagnostics.length > before || first === undefined || second === undefined) return unknownOf(BOOL);
  if (first.kind === 'null' || second.kind === 'null')
    return failed(expression, 'argument must not be null', run);
  if (first.kind === 'unknown' || second.kind === 'unknown') return marked(unknownOf(BOOL));
  return marked(deciding ? FALSE : TRUE);
}

/** For `&&` null decides as false does. */
function decides(value: Value | undefined, deciding: boolean): boolean {
  if (value?.kind === 'null') return !deciding;
  return value?.kind === 'bool' && value.is === deciding;
}

export function applyUnary(expression: Unary, run: Run): Value {
  const inner = apart(run);
  const value = evaluate(expression.operand, inner);
  const type = expression.operator === '-' ? NUMBER : BOOL;
  try {
    const converted = convert(value, type);
    run.diagnostics.push(...inner.diagnostics);
    if (inner.diagnostics.length > 0) return unknownOf(type);
    if (converted.kind === 'null') return failed(expression, 'argument must not be null', run);
    if (converted.kind === 'number') return madeOf(numberValue(negate(converted.number)), value);
    return converted.kind === 'bool'
      ? madeOf(boolValue(!converted.is), value)
      : madeOf(unknownOf(type), value);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const { operand: own } = expression;
    const detail = `Unsuitable value for unary operand: ${error.message}.`;
    report(run, {
      summary: 'Invalid operand',
      detail,
      subject: own.range,
      context: expression.range,
      expression: own,
    });
    run.diagnostics.push(...inner.diagnostics);
    return unknownOf(type);
  }
}
