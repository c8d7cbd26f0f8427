/**
 * A value inside the engine. Go's ints are bigints and its floats are numbers, so that `{{1}}` and `{{1.0}}` stay
 * apart; `undefined` is Go's invalid value (a missing key), `null` its nil.
 */
export type Value =
  | undefined
  | null
  | boolean
  | bigint
  | number
  | string
  | Byte
  | Unanswered
  | readonly Value[]
  | ValueMap;
export type ValueMap = ReadonlyMap<string, Value>;

/** Stands for an answer that is not there yet: whatever is made from it is not known either. */
export class Unanswered {
  readonly kind = 'unanswered';
}

export const unanswered = new Unanswered();

/** What `index` takes out of a string, a Go `uint8`: a number of its own type, which no int parameter takes. */
export class Byte {
  readonly int: bigint;

  constructor(int: number) {
    this.int = BigInt(int);
  }
}

/** A byte as the number it counts, compares and indexes as; any other value as it is. */
export function asNumber(value: Value): Exclude<Value, Byte> {
  return value instanceof Byte ? value.int : value;
}

/**
 * An element of a map or a list, which Go holds as an `interface {}` until a pipeline takes it out: complaints about
 * its type say so. A nil element is plain `null`.
 */
export class Element {
  readonly held: Value;

  constructor(held: Value) {
    this.held = held;
  }
}

/** What a field, a variable or the dot may stand for while it is looked at. */
export type Held = Value | Element;

export function element(value: Value): Held {
  return value === undefined || value === null ? value : new Element(value);
}

export function taken(held: Held): Value {
  return held instanceof Element ? held.held : held;
}

const deepest = 64;

/**
 * Takes a caller's data in: whole numbers become ints, plain objects become maps of their own keys. Anything else
 * (functions, class instances, what is nested too deep) is a missing value, so no prototype can be reached.
 */
export function toValue(data: unknown, depth = 0): Value {
  if (depth > deepest) return undefined;
  if (typeof data === 'number') return Number.isSafeInteger(data) ? BigInt(data) : data;
  if (data === null) return depth === 0 ? undefined : null;
  if (typeof data !== 'object') return typeof data === 'function' ? undefined : scalar(data);
  if (Array.isArray(data)) return data.map((item) => toValue(item, depth + 1));
  if (data instanceof Map) return toMap(data, depth);
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === Object.prototype || prototype === null
    ? toMap(Object.entries(data), depth)
    : undefined;
}

function toMap(entries: Iterable<readonly [unknown, unknown]>, depth: number): ValueMap {
  return new Map(Array.from(entries, ([key, value]) => [String(key), toValue(value, depth + 1)]));
}

function scalar(data: unknown): Value {
  return typeof data === 'string' || typeof data === 'boolean' || typeof data === 'bigint' ? data : undefined;
}

export function isMap(value: Value): value is ValueMap {
  return value instanceof Map;
}

export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The name of a value's type in Go's messages. */
export function typeName(value: Value): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'string') return 'string';
  if (value instanceof Byte) return 'uint8';
  if (value instanceof Unanswered) return 'string';
  return isMap(value) ? 'map[string]interface {}' : '[]interface {}';
}

/** Go's truth: zero, empty and nil are false. */
export function truth(value: Value): boolean {
  if (value instanceof Byte) return value.int !== 0n;
  if (typeof value === 'object' && value !== null)
    return isMap(value) ? value.size > 0 : isArray(value) && value.length > 0;
  return Boolean(value);
}
