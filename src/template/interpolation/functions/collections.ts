import { isArray, isMap, typeName, type Value } from '../value.ts';
import { FunctionFailure, type FunctionTable } from './function.ts';

/** Lengths, items and parts; strings are counted in bytes, as in Go. */
export const collectionFunctions: FunctionTable = {
  len: { parameters: ['value'], call: ([value]) => BigInt(length(value)) },
  index: { parameters: ['value'], rest: 'value', call: ([value, ...keys]) => keys.reduce(item, value) },
  slice: { parameters: ['value'], rest: 'value', call: ([value, ...bounds]) => slice(value, bounds) },
};

function length(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (isArray(value)) return value.length;
  if (isMap(value)) return value.size;
  if (value === undefined) throw new FunctionFailure('reflect: call of reflect.Value.Type on zero Value');
  throw new FunctionFailure(value === null ? 'len of nil pointer' : `len of type ${typeName(value)}`);
}

function item(value: Value, key: Value): Value {
  if (value === undefined || value === null) throw new FunctionFailure('index of untyped nil');
  if (isMap(value)) {
    if (typeof key === 'string') return value.get(key);
    throw new FunctionFailure(`value has type ${typeName(key)}; should be string`);
  }
  if (typeof value !== 'string' && !isArray(value)) {
    throw new FunctionFailure(`can't index item of type ${typeName(value)}`);
  }
  const at = bound(key, length(value) - 1);
  return typeof value === 'string' ? BigInt(Buffer.from(value)[at] ?? 0) : value[at];
}

function bound(key: Value, last: number): number {
  if (key === undefined || key === null) throw new FunctionFailure('cannot index slice/array with nil');
  if (typeof key !== 'bigint') {
    throw new FunctionFailure(`cannot index slice/array with type ${typeName(key)}`);
  }
  if (key < 0n || key > BigInt(last)) throw new FunctionFailure(`index out of range: ${key}`);
  return Number(key);
}

function slice(value: Value, bounds: readonly Value[]): Value {
  if (value === undefined || value === null) throw new FunctionFailure('slice of untyped nil');
  if (bounds.length > 3) throw new FunctionFailure(`too many slice indexes: ${bounds.length}`);
  if (typeof value !== 'string' && !isArray(value)) {
    throw new FunctionFailure(`can't slice item of type ${typeName(value)}`);
  }
  if (bounds.length === 3 && typeof value === 'string') {
    throw new FunctionFailure('cannot 3-index slice a string');
  }
  const size = length(value);
  const [from = 0, to = size, limit = size] = bounds.map((key) => bound(key, size));
  if (from > to) throw new FunctionFailure(`invalid slice index: ${from} > ${to}`);
  if (to > limit) throw new FunctionFailure(`invalid slice index: ${to} > ${limit}`);
  return typeof value === 'string' ? Buffer.from(value).subarray(from, to).toString() : value.slice(from, to);
}
