import { compareBytes } from '../../model/go-value.ts';
import { goFormat } from '../go-format.ts';
import { goPrint } from '../go-print.ts';
import { asNumber, isArray, isMap, typeName, type Value } from '../value.ts';
import { FunctionFailure, type FunctionTable, type TemplateFunction } from './function.ts';

/** Comparisons of two values of one kind; `eq` compares its first argument with each of the others. */
export const comparisonFunctions: FunctionTable = {
  eq: { parameters: ['value'], rest: 'value', call: ([first, ...others]) => equalsAny(first, others) },
  ne: { parameters: ['value', 'value'], call: ([left, right]) => !equalsAny(left, [right]) },
  lt: ordering((order) => order < 0),
  le: ordering((order) => order <= 0),
  gt: ordering((order) => order > 0),
  ge: ordering((order) => order >= 0),
};

function ordering(holds: (order: number) => boolean): TemplateFunction {
  return { parameters: ['value', 'value'], call: ([left, right]) => holds(compare(left, right)) };
}

function equalsAny(first: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new FunctionFailure('missing argument for comparison');
  return others.some((other) => equals(first, other));
}

function equals(one: Value, other: Value): boolean {
  const [left, right] = [asNumber(one), asNumber(other)];
  if (isNil(left) || isNil(right)) return isNil(left) && isNil(right);
  if (isComposite(left) && isComposite(right)) return refuseComposites(left, right);
  if (typeof left !== typeof right) throw new FunctionFailure('incompatible types for comparison');
  return left === right;
}

function refuseComposites(left: Value, right: Value): never {
  const [shown, kind] = [goFormat('%s', [right]), typeName(right)];
  if (kind === typeName(left)) throw new FunctionFailure(`non-comparable type ${shown}: ${kind}`);
  const before = `${goFormat('%s', [left])}: ${typeName(left)}`;
  throw new FunctionFailure(`non-comparable types ${before}, ${kind}: ${goPrint(right)}`);
}

function isNil(value: Value): boolean {
  return value === undefined || value === null;
}

function isComposite(value: Value): boolean {
  return isArray(value) || isMap(value);
}

function compare(one: Value, other: Value): number {
  const [left, right] = [asNumber(one), asNumber(other)];
  if (isNil(left) || isNil(right) || isComposite(left) || isComposite(right)) {
    throw new FunctionFailure('invalid type for comparison');
  }
  if (typeof left !== typeof right) throw new FunctionFailure('incompatible types for comparison');
  if (!isOrdered(left) || !isOrdered(right)) throw new FunctionFailure('invalid type for comparison');
  if (typeof left === 'string' && typeof right === 'string') return compareBytes(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

function isOrdered(value: Value): value is string | bigint | number {
  return typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number';
}
