import { compareBytes } from '../model/go-value.ts';
import type { Json } from '../model/template.ts';
import { formatFloat } from './go-float.ts';
import { Byte, isArray, isMap, Unanswered, type Value, type ValueMap } from './value.ts';

/** A value as Go's `%v` prints it. */
export function goPrint(value: Value): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'number') return formatFloat(value);
  if (value instanceof Byte) return String(value.int);
  if (value instanceof Unanswered) return '';
  if (isArray(value)) return `[${value.map(goPrint).join(' ')}]`;
  if (isMap(value))
    return `map[${sortedEntries(value)
      .map(([key, item]) => `${key}:${goPrint(item)}`)
      .join(' ')}]`;
  return String(value);
}

/** The same for a value of a template, whose numbers are all floats. */
export function goPrintJson(value: Json): string {
  return goPrint(jsonValue(value));
}

/** Entries of a map in the order in which Go walks and prints them. */
export function sortedEntries(map: ValueMap): readonly (readonly [string, Value])[] {
  return [...map].sort(([left], [right]) => compareBytes(left, right));
}

function jsonValue(value: Json): Value {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(jsonValue);
  return new Map(Object.entries(value).map(([key, item]) => [key, jsonValue(item)]));
}

/** Go's Sprint: a blank stands only between two operands that are both no strings. */
export function sprint(args: readonly Value[]): string {
  let out = '';
  args.forEach((arg, index) => {
    const apart = index > 0 && typeof arg !== 'string' && typeof args[index - 1] !== 'string';
    out += (apart ? ' ' : '') + goPrint(arg);
  });
  return out;
}
