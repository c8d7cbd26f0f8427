import { parseBigFloat } from '../values/big-float.ts';
import { numberText } from '../values/number-text.ts';
import { setValue } from '../values/set-order.ts';
import {
  boolValue,
  isKeyed,
  isSequence,
  listValue,
  mapValue,
  nullOf,
  numberValue,
  objectValue,
  stringValue,
  tupleValue,
  typeOf,
  unknownOf,
  type Value,
} from '../values/value.ts';
import { couldConvert } from './could-convert.ts';
import { ConversionError, mismatch } from './mismatch.ts';
import { type CollectionType, type ObjectType, sameType, type TupleType, type Type } from './type.ts';
import { unify } from './unify.ts';

/** The value as one of a type. Throws what keeps it from being one. */
export function convert(value: Value, wanted: Type): Value {
  if (wanted.kind === 'any') return value;
  const converted = convertKnown(value, wanted);
  return value.sensitive === true ? { ...converted, sensitive: true } : converted;
}

/** The same, or `undefined` where it is impossible. */
export function convertIfPossible(value: Value, wanted: Type): Value | undefined {
  try {
    return convert(value, wanted);
  } catch (error) {
    if (error instanceof ConversionError) return undefined;
    throw error;
  }
}

function convertKnown(value: Value, wanted: Type): Value {
  if (value.kind === 'null') return convertUnset(value.type, wanted, nullOf);
  if (value.kind === 'unknown') return convertUnset(value.type, wanted, unknownOf);
  switch (wanted.kind) {
    case 'string':
      return toStringValue(value);
    case 'number':
      return toNumberValue(value);
    case 'bool':
      return toBoolValue(value);
    case 'list':
    case 'set':
      return toCollection(value, wanted);
    case 'map':
      return toMap(value, wanted);
    case 'tuple':
      return toTuple(value, wanted);
    case 'object':
      return toObject(value, wanted);
    case 'any':
      return value;
  }
}

function convertUnset(type: Type, wanted: Type, make: (type: Type) => Value): Value {
  if (!couldConvert(type, wanted)) throw mismatch(type, wanted);
  return make(wanted);
}

function toStringValue(value: Value): Value {
  if (value.kind === 'string') return value;
  if (value.kind === 'number') return stringValue(numberText(value.number));
  if (value.kind === 'bool') return stringValue(String(value.is));
  throw mismatch(typeOf(value), { kind: 'string' });
}

function toNumberValue(value: Value): Value {
  if (value.kind === 'number') return value;
  if (value.kind !== 'string') throw mismatch(typeOf(value), { kind: 'number' });
  const number = parseBigFloat(value.text);
  if (number === undefined) throw new ConversionError('a number is required');
  return numberValue(number);
}

function toBoolValue(value: Value): Value {
  if (value.kind === 'bool') return value;
  if (value.kind !== 'string') throw mismatch(typeOf(value), { kind: 'bool' });
  if (value.text === 'true' || value.text === '1') return boolValue(true);
  if (value.text === 'false' || value.text === '0') return boolValue(false);
  const lower = value.text.toLowerCase();
  const [titled] = [value.text.slice(0, 1) + value.text.slice(1).toLowerCase()];
  const meant =
    (lower === 'true' || lower === 'false') &&
    (value.text === value.text.toUpperCase() || titled === value.text);
  throw new ConversionError(
    `a bool is required${meant ? `; to convert from string, use lowercase "${lower}"` : ''}`,
  );
}

function toCollection(value: Value, wanted: CollectionType): Value {
  if (!isSequence(value)) throw mismatch(typeOf(value), wanted);
  const element = elementType(value.elements, wanted);
  const elements = value.elements.map((one, index) => {
    if (value.kind === 'tuple') return inside(() => convert(one, element), `element ${index}`);
    return convert(one, element);
  });
  return wanted.kind === 'set' ? setValue(element, elements) : listValue(element, elements);
}

function toMap(value: Value, wanted: CollectionType): Value {
  if (!isKeyed(value)) throw mismatch(typeOf(value), wanted);
  const element = elementType([...value.entries.values()], wanted);
  const entries = [...value.entries].map(([key, one]): [string, Value] => {
    const converted =
      value.kind === 'object'
        ? inside(() => convert(one, element), `element "${key}"`)
        : convert(one, element);
    return [key, converted];
  });
  return mapValue(element, entries);
}

/** A text that is no number or bool is told of without its place; a type that cannot be converted with it. */
function inside(step: () => Value, place: string): Value {
  try {
    return step();
  } catch (error) {
    if (error instanceof ConversionError && error.isTyped)
      throw new ConversionError(`${place}: ${error.message}`, true);
    throw error;
  }
}

/** Where any type will do, the one that all elements can have. */
function elementType(values: readonly Value[], wanted: CollectionType): Type {
  if (wanted.element.kind !== 'any') return wanted.element;
  if (values.length === 0) return wanted.element;
  const unified = unify(values.map(typeOf));
  if (unified !== undefined) return unified;
  throw new ConversionError(`all ${wanted.kind} elements must have the same type`, true);
}

function toTuple(value: Value, wanted: TupleType): Value {
  if (value.kind !== 'tuple' || value.elements.length !== wanted.elements.length)
    throw mismatch(typeOf(value), wanted);
  return tupleValue(
    value.elements.map((one, index) => {
      const type = wanted.elements[index] ?? typeOf(one);
      return inside(() => convert(one, type), `element ${index}`);
    }),
  );
}

function toObject(value: Value, wanted: ObjectType): Value {
  if (!isKeyed(value)) throw mismatch(typeOf(value), wanted);
  const missing = [...wanted.attributes.keys()].filter(
    (name) => !value.entries.has(name) && !wanted.optional?.has(name),
  );
  if (missing.length > 0 && value.kind === 'map')
    throw new ConversionError(`map has no element for required attribute "${missing[0]}"`);
  if (missing.length > 0) throw mismatch(typeOf(value), wanted);
  return objectValue(
    [...wanted.attributes].map(([name, type]): [string, Value] => {
      const given = value.entries.get(name);
      if (given === undefined) return [name, nullOf(type)];
      return [name, inside(() => convert(given, type), `attribute "${name}"`)];
    }),
  );
}

/** Values of one type for all: that of the first where there is only one. */
export function convertAll(
  values: readonly Value[],
): { readonly type: Type; readonly values: readonly Value[] } | undefined {
  const types = values.map(typeOf);
  const type = unify(types);
  if (type === undefined) return undefined;
  return {
    type,
    values: values.map((value) => (sameType(typeOf(value), type) ? value : convert(value, type))),
  };
}
