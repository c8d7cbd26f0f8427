import { asNumber, Byte, isArray, isMap, typeName, type Value } from '../value.ts';
import { FunctionFailure, type FunctionTable } from './function.ts';

/** Lengths, items and parts; strings are counted in bytes, as in Go. */
export const collectionFunctions: FunctionTable = {
  len: { parameters: ['value'], call: ([value]) => BigInt(length(value)) },
  index: { parameters: ['value'], rest: 'value', call: ([value, ...keys]) => item(value, keys) },
  slice: { parameters: ['value'], rest: 'value', call: ([value, ...bounds]) => slice(value, bounds) },
  call: { parameters: ['value'], rest: 'value', call: ([value]) => refuseCall(value) },
};

/** No value that a template can have is a function. */
function refuseCall(value: Value): never {
  throw new FunctionFailure(isNil(value) ? 'call of nil' : `non-function of type ${typeName(value)}`);
}

function length(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (isArray(value)) return value.length;
  if (isMap(value)) return value.size;
  if (value === undefined) throw new FunctionFailure('reflect: call of reflect.Value.Type on zero Value');
  throw new FunctionFailure(value === null ? 'len of nil pointer' : `len of type ${typeName(value)}`);
}

function item(value: Value, keys: readonly Value[]): Value {
  if (isNil(value)) throw new FunctionFailure('index of untyped nil');
  return keys.reduce((within, key) => itemAt(within, key), value);
}

function itemAt(value: Value, key: Value): Value {
  if (isNil(value)) throw new FunctionFailure('index of nil pointer');
  if (isMap(value)) return value.get(mapKey(key)) ?? null;
  if (typeof value !== 'string' && !isArray(value)) {
    throw new FunctionFailure(`can't index item of type ${typeName(value)}`);
  }
  const [at, size] = [bound(key, length(value)), length(value)];
  // Go lets the length itself through, and falls over it.
  const kind = typeof value === 'string' ? 'string' : 'slice';
  if (at === size) throw new FunctionFailure(`reflect: ${kind} index out of range`);
  return typeof value === 'string' ? new Byte(Buffer.from(value)[at] ?? 0) : (value[at] ?? null);
}

function mapKey(key: Value): string {
  if (typeof key === 'string') return key;
  if (isNil(key)) throw new FunctionFailure('value is nil; should be of type string');
  throw new FunctionFailure(`value has type ${typeName(key)}; should be string`);
}

function isNil(value: Value): value is undefined | null {
  return value === undefined || value === null;
}

function bound(given: Value, last: number): number {
  const key = asNumber(given);
  if (isNil(key)) throw new FunctionFailure('cannot index slice/array with nil');
  if (typeof key !== 'bigint') {
    throw new FunctionFailure(`cannot index slice/array with type ${typeName(key)}`);
  }
  if (key < 0n || key > BigInt(last)) throw new FunctionFailure(`index out of range: ${key}`);
  return Number(key);
}

function slice(value: Value, bounds: readonly Value[]): Value {
  if (isNil(value)) throw new FunctionFailure('slice of untyped nil');
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
