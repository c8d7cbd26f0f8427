import { graphemeCount } from '../syntax/source.ts';
import { convertAll } from '../types/convert.ts';
import { ANY, BOOL, listOf, NUMBER, STRING, sameType, type Type, typeName } from '../types/type.ts';
import { unify } from '../types/unify.ts';
import { areEqual } from '../values/equality.ts';
import {
  boolValue,
  integerValue,
  isKeyed,
  isSequence,
  isWhollyKnown,
  listValue,
  mapValue,
  objectValue,
  type SequenceValue,
  stringList,
  stringValue,
  tupleValue,
  typeOf,
  UNKNOWN,
  unknownOf,
  type Value,
} from '../values/value.ts';
import { anything, integerOf, number, text, textOf, typed } from './define.ts';
import { ArgumentError, FunctionError, type HclFunction } from './function.ts';

export const COLLECTIONS: Readonly<Record<string, HclFunction>> = {
  length: {
    parameters: [anything('value', { unknown: true })],
    returns: NUMBER,
    call: ([value]) => lengthOf(value),
  },
  keys: { parameters: [anything('inputMap', { unknown: true })], call: ([map]) => keysOf(map) },
  values: { parameters: [anything('mapping', { unknown: true })], call: ([map]) => valuesOf(map) },
  lookup: {
    parameters: [anything('inputMap'), text('key'), anything('default', { unknown: true })],
    call: lookup,
  },
  contains: {
    parameters: [anything('list', { unknown: true }), anything('value', { unknown: true })],
    returns: BOOL,
    call: contains,
  },
  index: { parameters: [anything('list'), anything('value')], returns: NUMBER, call: indexOf },
  coalesce: { parameters: [], rest: anything('vals', { nullable: true, unknown: true }), call: coalesce },
  coalescelist: {
    parameters: [],
    rest: anything('vals', { nullable: true, unknown: true }),
    call: coalesceList,
  },
  merge: { parameters: [], rest: anything('maps', { nullable: true, unknown: true }), call: merge },
  zipmap: {
    parameters: [typed('keys', listOf(STRING)), anything('values', { unknown: true })],
    call: zipMap,
  },
  alltrue: {
    parameters: [typed('list', listOf(BOOL))],
    returns: BOOL,
    call: ([list]) => boolValue(flags(list).every(Boolean)),
  },
  anytrue: {
    parameters: [typed('list', listOf(BOOL))],
    returns: BOOL,
    call: ([list]) => boolValue(flags(list).some(Boolean)),
  },
  element: { parameters: [anything('list', { unknown: true }), number('index')], call: elementOf },
};

/** Null counts as false. */
function flags(list: Value | undefined): readonly boolean[] {
  return sequence(list)?.elements.map((element) => element.kind === 'bool' && element.is) ?? [];
}

function sequence(value: Value | undefined): SequenceValue | undefined {
  return value !== undefined && isSequence(value) ? value : undefined;
}

function lengthOf(value: Value | undefined): Value {
  if (value === undefined) return unknownOf(NUMBER);
  if (value.kind === 'string') return integerValue(graphemeCount(value.text));
  if (value.kind === 'set' && !isWhollyKnown(value)) return unknownOf(NUMBER);
  if (isSequence(value)) return integerValue(value.elements.length);
  if (isKeyed(value)) return integerValue(value.entries.size);
  const type = typeOf(value);
  if (value.kind === 'unknown' && type.kind === 'tuple') return integerValue(type.elements.length);
  if (value.kind === 'unknown' && type.kind === 'object') return integerValue(type.attributes.size);
  if (value.kind === 'unknown' && type.kind !== 'number' && type.kind !== 'bool') return unknownOf(NUMBER);
  throw new FunctionError('argument must be a string, a collection type, or a structural type');
}

function keysOf(map: Value | undefined): Value {
  if (map?.kind === 'map') return stringList([...map.entries.keys()]);
  if (map?.kind === 'object') return tupleValue([...map.entries.keys()].map(stringValue));
  const kind = map === undefined ? 'any' : typeOf(map).kind;
  if (map?.kind === 'unknown' && (kind === 'any' || kind === 'map' || kind === 'object')) return UNKNOWN;
  throw new ArgumentError(0, 'must have map or object type');
}

function valuesOf(map: Value | undefined): Value {
  if (map?.kind === 'map') return listValue(map.element, [...map.entries.values()]);
  if (map?.kind === 'object') return tupleValue([...map.entries.values()]);
  if (map?.kind === 'unknown') return UNKNOWN;
  throw new FunctionError('values() requires a map as the first argument');
}

function lookup([map, key, fallback]: readonly Value[]): Value {
  if (map === undefined || fallback === undefined || map.kind === 'unknown') return UNKNOWN;
  if (!isKeyed(map)) throw new ArgumentError(0, 'lookup() requires a map as the first argument');
  if (map.kind === 'map' && !sameType(map.element, typeOf(fallback)))
    throw new ArgumentError(2, 'the default value must have the same type as the map elements');
  return map.entries.get(textOf(key)) ?? fallback;
}

function contains([list, value]: readonly Value[]): Value {
  if (list === undefined || value === undefined || list.kind === 'unknown') return unknownOf(BOOL);
  if (!isSequence(list)) throw new FunctionError('argument must be list, tuple, or set');
  const found = list.elements.map((element) => areEqual(element, value));
  if (found.includes(true)) return boolValue(true);
  return found.includes(undefined) ? unknownOf(BOOL) : boolValue(false);
}

function indexOf([list, value]: readonly Value[]): Value {
  if (list?.kind !== 'list' && list?.kind !== 'tuple')
    throw new FunctionError('argument must be a list or tuple');
  if (list.elements.length === 0) throw new FunctionError('cannot search an empty list');
  const index = list.elements.findIndex(
    (element) => value !== undefined && areEqual(element, value) === true,
  );
  if (index < 0) throw new FunctionError('item not found');
  return integerValue(index);
}

function coalesce(values: readonly Value[]): Value {
  const typed = values.filter((value) => value.kind !== 'null' || value.type.kind !== 'any');
  const types = (typed.length === 0 ? values : typed).map(typeOf).filter(({ kind }) => kind !== 'any');
  if (values.length === 0 || (types.length > 0 && unify(types) === undefined))
    throw new FunctionError('all arguments must have the same type');
  const converted = convertAll(typed.filter((value) => typeOf(value).kind !== 'any'))?.values ?? [];
  let next = 0;
  for (const value of typed) {
    const own = typeOf(value).kind === 'any' ? value : (converted[next] ?? value);
    if (typeOf(value).kind !== 'any') next += 1;
    if (own.kind === 'unknown') return own;
    if (own.kind !== 'null' && !(own.kind === 'string' && own.text === '')) return own;
  }
  throw new FunctionError('no non-null, non-empty-string arguments');
}

function coalesceList(values: readonly Value[]): Value {
  if (values.length === 0) throw new FunctionError('at least one argument is required');
  for (const value of values) {
    if (value.kind === 'unknown') return UNKNOWN;
    if (value.kind !== 'list' && value.kind !== 'tuple')
      throw new FunctionError('coalescelist arguments must be lists or tuples');
  }
  const found = values.find((value) => isSequence(value) && value.elements.length > 0);
  if (found === undefined) throw new FunctionError('no non-null arguments');
  return found;
}

/** Maps of one type make a map; everything else an object. */
function merge(maps: readonly Value[]): Value {
  for (const map of maps) {
    const { kind } = typeOf(map);
    if (kind !== 'map' && kind !== 'object' && kind !== 'any')
      throw new FunctionError(`arguments must be maps or objects, got "${typeName(typeOf(map))}"`);
  }
  if (maps.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
  const given = maps.filter(isKeyed);
  const entries = given.flatMap((map) => [...map.entries]);
  const element = commonElement(maps);
  return element === undefined ? objectValue(entries) : mapValue(element, entries);
}

function commonElement(maps: readonly Value[]): Type | undefined {
  const [first, ...others] = maps.map(typeOf);
  if (first?.kind !== 'map' || others.some((type) => !sameType(type, first))) return undefined;
  return first.element;
}

function zipMap([keys, values]: readonly Value[]): Value {
  const names = sequence(keys)?.elements ?? [];
  if (values === undefined || values.kind === 'unknown') return UNKNOWN;
  if (values.kind !== 'list' && values.kind !== 'tuple')
    throw new FunctionError('values argument must be a list or tuple value');
  if (names.length !== values.elements.length)
    throw new FunctionError(
      `number of keys (${names.length}) does not match number of values (${values.elements.length})`,
    );
  const entries = names.map((name, index): [string, Value] => {
    if (name.kind !== 'string') throw new FunctionError(`keys list has null value at index ${index}`);
    return [name.text, values.elements[index] ?? UNKNOWN];
  });
  return values.kind === 'list' ? mapValue(values.element, entries) : objectValue(entries);
}

function elementOf([list, index]: readonly Value[]): Value {
  const at = integerOf(index, (why) => new FunctionError(`invalid index: ${why}`));
  if (at < 0) throw new FunctionError('cannot use element function with a negative index');
  if (list?.kind === 'unknown') return unknownOf('element' in list.type ? list.type.element : ANY);
  if (list?.kind !== 'list' && list?.kind !== 'tuple')
    throw new FunctionError(
      `cannot read elements from ${list === undefined ? 'null' : typeName(typeOf(list))}`,
    );
  const { elements } = list;
  if (elements.length === 0) throw new FunctionError('cannot use element function with an empty list');
  return elements[at % elements.length] ?? UNKNOWN;
}
