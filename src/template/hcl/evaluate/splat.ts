import type { Splat } from '../syntax/node.ts';
import { between } from '../syntax/source.ts';
import { convertIfPossible } from '../types/convert.ts';
import { ANY } from '../types/type.ts';
import { unify } from '../types/unify.ts';
import { madeOf } from '../values/marks.ts';
import {
  isSequence,
  listValue,
  tupleValue,
  typeOf,
  UNKNOWN,
  unknownOf,
  type Value,
} from '../values/value.ts';
import { evaluate } from './evaluate.ts';
import { type Run, report } from './run.ts';

/** Applies to each element; a value that is no sequence is one element, and null is none. */
export function evaluateSplat(expression: Splat, run: Run): Value {
  const before = run.diagnostics.length;
  const from = evaluate(expression.from, run);
  if (run.diagnostics.length > before) return UNKNOWN;
  const type = typeOf(from);
  const wraps = type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'tuple';
  if (from.kind === 'null') {
    if (wraps) return tupleValue([]);
    const { range } = expression.from;
    const detail = 'Splat expressions (with the * symbol) cannot be applied to null sequences.';
    report(run, {
      summary: 'Splat of null value',
      detail,
      subject: range,
      context: between(range, expression.marker),
      expression: expression.from,
    });
    return UNKNOWN;
  }
  if (type.kind === 'any') return madeOf(UNKNOWN, from);
  const each = (item: Value) =>
    evaluate(expression.each, { ...run, items: new Map(run.items).set(expression.item, item) });
  if (wraps) return madeOf(from.kind === 'unknown' ? each(from) && UNKNOWN : tupleValue([each(from)]), from);
  if (!isSequence(from)) return madeOf(UNKNOWN, from);
  const values = from.elements.map(each);
  if (from.kind === 'tuple') return madeOf(tupleValue(values), from);
  const element =
    values.length === 0 ? typeOf(each(unknownOf(from.element))) : (unify(values.map(typeOf)) ?? ANY);
  return madeOf(
    listValue(
      element,
      values.map((value) => convertIfPossible(value, element) ?? value),
    ),
    from,
  );
}
