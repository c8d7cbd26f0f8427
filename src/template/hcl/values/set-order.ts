import type { Type } from '../types/type.ts';
import { compareNumbers } from './arithmetic.ts';
import { compareText } from './compare-text.ts';
import { areEqual } from './equality.ts';
import { type CollectionValue, isKeyed, isSequence, type Value } from './value.ts';

/** A set of values: each once; unknown ones are kept, since nobody can tell whether they repeat others. */
export function setValue(element: Type, values: readonly Value[]): CollectionValue {
  const sorted = [...values].sort(compareValues);
  const elements: Value[] = [];
  for (const value of sorted) {
    const last = elements.at(-1);
    if (last === undefined || !isRepeated(last, value)) elements.push(value);
  }
  return { kind: 'set', element, elements };
}

function isRepeated(last: Value, value: Value): boolean {
  if (last.kind === 'unknown' && value.kind === 'unknown') return true;
  return areEqual(last, value) === true;
}

/** Texts by bytes, numbers by value, false before true; null comes last, and unknown after it. */
function compareValues(left: Value, right: Value): number {
  if (left.kind !== right.kind) return kindRank(left) - kindRank(right);
  if (left.kind === 'string' && right.kind === 'string') return compareText(left.text, right.text);
  if (left.kind === 'number' && right.kind === 'number') return compareNumbers(left.number, right.number);
  if (left.kind === 'bool' && right.kind === 'bool') return Number(left.is) - Number(right.is);
  if (isSequence(left) && isSequence(right)) return comparePairs(left.elements, right.elements);
  if (isKeyed(left) && isKeyed(right)) {
    const keys = compareText([...left.entries.keys()].join('\0'), [...right.entries.keys()].join('\0'));
    return keys === 0 ? comparePairs([...left.entries.values()], [...right.entries.values()]) : keys;
  }
  return 0;
}

function comparePairs(left: readonly Value[], right: readonly Value[]): number {
  for (const [index, value] of left.entries()) {
    const other = right[index];
    const order = other === undefined ? 1 : compareValues(value, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function kindRank(value: Value): number {
  return value.kind === 'unknown' ? 2 : value.kind === 'null' ? 1 : 0;
}
