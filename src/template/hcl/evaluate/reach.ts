import { convert } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import { ANY, isPrimitive, NUMBER, STRING, type Type, typeName } from '../types/type.ts';
import { isWhole, toNumber } from '../values/big-float.ts';
import { madeOf } from '../values/marks.ts';
import { type SequenceValue, typeOf, UNKNOWN, unknownOf, type Value } from '../values/value.ts';

/** A part of a value, or why there is none: summary and detail. */
export type Reached =
  | { readonly value: Value }
  | { readonly fault: readonly [summary: string, detail: string] };

export function attributeOf(from: Value, name: string): Reached {
  if (from.kind === 'null')
    return refused(
      'Attempt to get attribute from null value',
      'This value is null, so it does not have any attributes.',
    );
  const type = typeOf(from);
  if (type.kind === 'any') return { value: madeOf(UNKNOWN, from) };
  if (from.kind === 'object' || from.kind === 'map') {
    const value = from.entries.get(name);
    if (value !== undefined) return { value: madeOf(value, from) };
  }
  if (from.kind === 'unknown') {
    const inner = innerType(type, name);
    if (inner !== undefined) return { value: madeOf(unknownOf(inner), from) };
  }
  return noAttribute(type, name);
}

function innerType(type: Type, name: string): Type | undefined {
  if (type.kind === 'map') return type.element;
  return type.kind === 'object' ? type.attributes.get(name) : undefined;
}

function noAttribute(type: Type, name: string): Reached {
  const summary = 'Unsupported attribute';
  if (type.kind === 'object')
    return refused(summary, `This object does not have an attribute named "${name}".`);
  if (type.kind === 'map')
    return refused('Missing map element', `This map does not have an element with the key "${name}".`);
  if (isPrimitive(type))
    return refused(summary, `Can't access attributes on a primitive-typed value (${typeName(type)}).`);
  if (type.kind === 'list' && type.element.kind === 'object')
    return refused(
      summary,
      `Can't access attributes on a list of objects. Did you mean to access attribute "${name}" for a specific element of the list, or across all elements of the list?`,
    );
  if (type.kind === 'set' && type.element.kind === 'object')
    return refused(
      summary,
      "Can't access attributes on a set of objects. Did you mean to access an attribute across all elements of the set?",
    );
  return refused(summary, 'This value does not have any attributes.');
}

function refused(summary: string, detail: string): Reached {
  return { fault: [summary, detail] };
}

function badIndex(detail: string): Reached {
  return { fault: ['Invalid index', detail] };
}

const NOT_THERE = 'The given key does not identify an element in this collection value';

export function elementAt(from: Value, key: Value): Reached {
  if (from.kind === 'null')
    return refused('Attempt to index null value', 'This value is null, so it does not have any indices.');
  if (key.kind === 'null') return badIndex("Can't use a null value as an indexing key.");
  const type = typeOf(from);
  if (type.kind === 'any' || (key.kind === 'unknown' && key.type.kind === 'any'))
    return { value: madeOf(UNKNOWN, from, key) };
  if (type.kind === 'list' || type.kind === 'tuple') return inSequence(from, key, type);
  if (type.kind === 'map' || type.kind === 'object') return inKeyed(from, key, type);
  if (type.kind === 'set')
    return badIndex(
      "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.",
    );
  return badIndex('This value does not have any indices.');
}

function inSequence(from: Value, key: Value, type: Type): Reached {
  const index = converted(key, NUMBER);
  if ('fault' in index) return index;
  const element = type.kind === 'list' ? type.element : ANY;
  const unknown = { value: madeOf(unknownOf(element), from, key) };
  if (from.kind !== 'list' && from.kind !== 'tuple') return unknown;
  if (index.value.kind !== 'number') return unknown;
  const { number } = index.value;
  const value = isWhole(number) ? from.elements[toNumber(number)] : undefined;
  if (value !== undefined) return { value: madeOf(value, from, key) };
  return badIndex(`${NOT_THERE}: ${whyOutside(from, isWhole(number), toNumber(number))}.`);
}

function whyOutside({ elements }: SequenceValue, whole: boolean, index: number): string {
  if (!whole) return 'indexing a sequence requires a whole number, but the given index has a fractional part';
  if (elements.length === 0) return 'the collection has no elements';
  if (index < 0) return 'a negative number is not a valid index for a sequence';
  return 'the given index is greater than or equal to the length of the collection';
}

function inKeyed(from: Value, key: Value, type: Type): Reached {
  const name = converted(key, STRING);
  if ('fault' in name) return name;
  const unknown = { value: madeOf(unknownOf(type.kind === 'map' ? type.element : ANY), from, key) };
  if (name.value.kind !== 'string') return unknown;
  if (from.kind !== 'map' && from.kind !== 'object') {
    const inner = innerType(type, name.value.text);
    return inner === undefined ? unknown : { value: madeOf(unknownOf(inner), from, key) };
  }
  const value = from.entries.get(name.value.text);
  if (value !== undefined) return { value: madeOf(value, from, key) };
  const hint =
    from.kind === 'object' && key.kind === 'number'
      ? ' An object only supports looking up attributes by name, not by numeric index.'
      : '';
  return badIndex(`${NOT_THERE}.${hint}`);
}

function converted(key: Value, type: Type): Reached {
  try {
    return { value: convert(key, type) };
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    return badIndex(`${NOT_THERE}: ${error.message}.`);
  }
}
