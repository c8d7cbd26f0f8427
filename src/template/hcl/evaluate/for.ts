import type { Expression, For } from '../syntax/node.ts';
import { convert } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import { BOOL, STRING, typeName } from '../types/type.ts';
import { asSensitive, madeOf } from '../values/marks.ts';
import {
  integerValue,
  isKeyed,
  isSequence,
  objectValue,
  stringValue,
  tupleValue,
  typeOf,
  UNKNOWN,
  type Value,
} from '../values/value.ts';
import { evaluate } from './evaluate.ts';
import { inner, type Run, report } from './run.ts';

export function evaluateFor(expression: For, run: Run): Value {
  const before = run.diagnostics.length;
  const collection = evaluate(expression.collection, run);
  if (run.diagnostics.length > before) return UNKNOWN;
  const pairs = pairsOf(collection, expression, run);
  if (pairs === undefined) return madeOf(UNKNOWN, collection);
  if (expression.condition !== undefined) {
    // A condition of the wrong type is told of once, not for each element.
    const blank = named(expression, [UNKNOWN, UNKNOWN], run);
    if (conditionOf(expression.condition, { expression, run: blank, tells: true }) === undefined)
      return UNKNOWN;
  }
  const made =
    expression.key === undefined
      ? tupleOf(expression, pairs, run)
      : objectOf(expression, expression.key, pairs, run);
  return madeOf(made, collection);
}

interface Place {
  readonly expression: For;
  readonly run: Run;
  /** Errors that may only repeat others are not told of. */
  readonly tells: boolean;
}

type Pair = readonly [key: Value, value: Value];

function pairsOf(collection: Value, expression: For, run: Run): readonly Pair[] | undefined {
  const fault = (summary: string, detail: string) =>
    void report(run, {
      summary,
      detail,
      subject: expression.collection.range,
      context: expression.range,
      expression: expression.collection,
    });
  if (collection.kind === 'null')
    return fault(
      'Iteration over null value',
      "A null value cannot be used as the collection in a 'for' expression.",
    );
  if (isKeyed(collection)) return [...collection.entries].map(([key, value]) => [stringValue(key), value]);
  if (collection.kind === 'set') return collection.elements.map((value) => [value, value]);
  if (isSequence(collection)) return collection.elements.map((value, index) => [integerValue(index), value]);
  const type = typeOf(collection);
  if (type.kind === 'string' || type.kind === 'number' || type.kind === 'bool')
    return fault(
      'Iteration over non-iterable value',
      `A value of type ${typeName(type)} cannot be used as the collection in a 'for' expression.`,
    );
  return undefined;
}

function named({ keyName, valueName }: For, [key, value]: Pair, run: Run): Run {
  const names = new Map([[valueName, value]]);
  if (keyName !== undefined && keyName !== valueName) names.set(keyName, key);
  return inner(run, names);
}

/** Known or unknown; `undefined` where it is no condition, which is told of unless something else was wrong before. */
function conditionOf(condition: Expression, { expression, run, tells }: Place): Value | undefined {
  const before = run.diagnostics.length;
  const value = evaluate(condition, run);
  const fault = (summary: string, detail: string) =>
    tells
      ? void report(run, {
          summary,
          detail,
          subject: condition.range,
          context: expression.range,
          expression: condition,
        })
      : undefined;
  if (value.kind === 'null')
    return fault('Condition is null', "The value of the 'if' clause must not be null.");
  if (run.diagnostics.length > before) return undefined;
  try {
    return convert(value, BOOL);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    return fault("Invalid 'for' condition", `The 'if' clause value is invalid: ${error.message}.`);
  }
}

/** Whether an element is taken; `undefined` where nobody can tell. */
function isTaken({ expression, run, tells }: Place): {
  readonly taken: boolean | undefined;
  readonly sensitive: boolean;
} {
  if (expression.condition === undefined) return { taken: true, sensitive: false };
  const value = conditionOf(expression.condition, { expression, run, tells });
  return { taken: value?.kind === 'bool' ? value.is : undefined, sensitive: value?.sensitive === true };
}

function tupleOf(expression: For, pairs: readonly Pair[], run: Run): Value {
  const values: Value[] = [];
  let known = true;
  let hidden = false;
  for (const pair of pairs) {
    const within = named(expression, pair, run);
    const { taken, sensitive } = isTaken({ expression, run: within, tells: known });
    hidden ||= sensitive;
    if (taken === undefined) known = false;
    else if (taken) values.push(evaluate(expression.value, within));
  }
  const made = known ? tupleValue(values) : UNKNOWN;
  return hidden ? asSensitive(made) : made;
}

function objectOf(expression: For, keyExpression: Expression, pairs: readonly Pair[], run: Run): Value {
  const groups = new Map<string, Value[]>();
  let known = true;
  let hidden = false;
  for (const pair of pairs) {
    const within = named(expression, pair, run);
    const { taken, sensitive } = isTaken({ expression, run: within, tells: known });
    hidden ||= sensitive;
    if (taken === false) continue;
    const key =
      taken === undefined ? undefined : keyOf(keyExpression, { expression, run: within, tells: known });
    hidden ||= key?.sensitive === true;
    if (key?.kind !== 'string') {
      known = false;
      continue;
    }
    const value = evaluate(expression.value, within);
    const group = groups.get(key.text);
    if (group === undefined) groups.set(key.text, [value]);
    else if (expression.groups) group.push(value);
    else reportDuplicate(key.text, keyExpression, { expression, run: within, tells: known });
  }
  const entries = [...groups].map(([key, values]): [string, Value] => [
    key,
    expression.groups ? tupleValue(values) : (values[0] ?? UNKNOWN),
  ]);
  const made = known ? objectValue(entries) : UNKNOWN;
  return hidden ? asSensitive(made) : made;
}

/** Once a key is unknown the whole is, and further bad keys are not told of. */
function keyOf(keyExpression: Expression, { expression, run, tells }: Place): Value | undefined {
  const before = run.diagnostics.length;
  const key = evaluate(keyExpression, run);
  if (run.diagnostics.length > before) return undefined;
  const fault = (detail: string) => {
    if (tells)
      report(run, {
        summary: 'Invalid object key',
        detail,
        subject: keyExpression.range,
        context: expression.range,
        expression: keyExpression,
      });
    return undefined;
  };
  if (key.kind === 'null') return fault("Key expression in 'for' expression must not produce a null value.");
  try {
    return convert(key, STRING);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    return fault(`The key expression produced an invalid result: ${error.message}.`);
  }
}

function reportDuplicate(key: string, keyExpression: Expression, { expression, run }: Place): void {
  const detail = `Two different items produced the key "${key}" in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.`;
  report(run, {
    summary: 'Duplicate object key',
    detail,
    subject: keyExpression.range,
    context: expression.range,
    expression: keyExpression,
  });
}
