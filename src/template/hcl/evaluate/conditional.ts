import type { Conditional, Expression } from '../syntax/node.ts';
import { convert, convertIfPossible } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import { ANY, BOOL, isPrimitive, sameType, type Type, typeName } from '../types/type.ts';
import { unify } from '../types/unify.ts';
import { madeOf } from '../values/marks.ts';
import { typeOf, UNKNOWN, unknownOf, type Value } from '../values/value.ts';
import { evaluate } from './evaluate.ts';
import { apart, type Run, report } from './run.ts';

export function evaluateConditional(expression: Conditional, run: Run): Value {
  const [trueRun, falseRun] = [apart(run), apart(run)];
  const whenTrue = evaluate(expression.whenTrue, trueRun);
  const whenFalse = evaluate(expression.whenFalse, falseRun);
  const type = resultType(whenTrue, whenFalse);
  if (type === undefined) {
    const reason = difference(typeOf(whenTrue), typeOf(whenFalse));
    const detail = `The true and false result expressions must have consistent types. ${reason}.`;
    report(run, {
      summary: 'Inconsistent conditional result types',
      detail,
      subject: expression.whenTrue.range,
      context: expression.range,
      expression,
    });
    return UNKNOWN;
  }
  const condition = conditionOf(expression.condition, expression, run);
  if (condition === undefined) return UNKNOWN;
  if (condition.kind !== 'bool') return madeOf(unknownOf(type), condition);
  const [chosen, errors] = condition.is ? [whenTrue, trueRun.diagnostics] : [whenFalse, falseRun.diagnostics];
  run.diagnostics.push(...errors);
  return madeOf(
    sameType(typeOf(chosen), type) ? chosen : (convertIfPossible(chosen, type) ?? chosen),
    condition,
  );
}

/** A null without a type takes that of the other arm. */
function resultType(left: Value, right: Value): Type | undefined {
  if (left.kind === 'null' && left.type.kind === 'any') return typeOf(right);
  if (right.kind === 'null' && right.type.kind === 'any') return typeOf(left);
  return unify([typeOf(left), typeOf(right)]);
}

/** Known or unknown; `undefined` where it is no condition, which is told of. */
function conditionOf(condition: Expression, expression: Conditional, run: Run): Value | undefined {
  const before = run.diagnostics.length;
  const value = evaluate(condition, run);
  const fail = (summary: string, detail: string) =>
    void report(run, {
      summary,
      detail,
      subject: condition.range,
      context: expression.range,
      expression: condition,
    });
  if (value.kind === 'null')
    return fail('Null condition', 'The condition value is null. Conditions must either be true or false.');
  if (run.diagnostics.length > before) return undefined;
  if (value.kind === 'unknown') return value;
  try {
    return madeOf(convert(value, BOOL), value);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const hint = /;.*/.exec(error.message)?.[0] ?? '';
    return fail('Incorrect condition type', `The condition expression must be of type bool${hint}.`);
  }
}

/** How two types differ, as deep as they are alike. */
function difference(left: Type, right: Type): string {
  if (left.kind === 'object' && right.kind === 'object') {
    for (const [name, type] of left.attributes) {
      const other = right.attributes.get(name);
      if (other === undefined)
        return `The 'true' value includes object attribute "${name}", which is absent in the 'false' value`;
      if (unify([type, other]) === undefined)
        return `Type mismatch for object attribute "${name}": ${difference(type, other)}`;
    }
    for (const name of right.attributes.keys())
      if (!left.attributes.has(name))
        return `The 'false' value includes object attribute "${name}", which is absent in the 'true' value`;
  }
  if (left.kind === 'tuple' && right.kind === 'tuple') {
    if (left.elements.length !== right.elements.length)
      return `The 'true' tuple has length ${left.elements.length}, but the 'false' tuple has length ${right.elements.length}`;
    for (const [index, type] of left.elements.entries()) {
      const other = right.elements[index] ?? ANY;
      if (unify([type, other]) === undefined)
        return `Type mismatch for tuple element ${index}: ${difference(type, other)}`;
    }
  }
  if ('element' in left && 'element' in right && left.kind === right.kind && !isPrimitive(left.element))
    if (!isPrimitive(right.element) && unify([left.element, right.element]) === undefined)
      return `Mismatched ${left.kind} element types: ${difference(left.element, right.element)}`;
  return `The 'true' value is ${typeName(left)}, but the 'false' value is ${typeName(right)}`;
}
