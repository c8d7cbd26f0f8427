import { convertAll, convertIfPossible } from '../types/convert.ts';
import { ANY, listOf, STRING, setOf, type Type, typeName } from '../types/type.ts';
import { unify } from '../types/unify.ts';
import { compareText } from '../values/compare-text.ts';
import { areEqual } from '../values/equality.ts';
import { setValue } from '../values/set-order.ts';
import {
  isSequence,
  listValue,
  type SequenceValue,
  stringList,
  tupleValue,
  typeOf,
  UNKNOWN,
  type Value,
} from '../values/value.ts';
import { anything, integerOf, NOT_WHOLE, number, typed } from './define.ts';
import { ArgumentError, FunctionError, type HclFunction } from './function.ts';
import { listText } from './list-text.ts';

const LIST_OF_ANY = listOf(ANY);

export const SEQUENCES: Readonly<Record<string, HclFunction>> = {
  concat: { parameters: [], rest: anything('seqs', { unknown: true }), call: concat },
  compact: {
    parameters: [typed('list', listOf(STRING))],
    returns: listOf(STRING),
    call: ([list]) => compact(list),
  },
  distinct: { parameters: [typed('list', LIST_OF_ANY)], call: ([list]) => distinct(list) },
  flatten: { parameters: [anything('list', { unknown: true })], call: ([list]) => flatten(list) },
  reverse: { parameters: [anything('list', { unknown: true })], call: ([list]) => reverse(list) },
  sort: {
    parameters: [typed('list', listOf(STRING))],
    returns: listOf(STRING),
    call: ([list]) => sort(list),
  },
  slice: {
    parameters: [anything('list', { unknown: true }), number('start_index'), number('end_index')],
    call: slice,
  },
  chunklist: { parameters: [typed('list', LIST_OF_ANY), number('size')], call: chunks },
  setunion: {
    parameters: [typed('first_set', setOf(ANY))],
    rest: typed('other_sets', setOf(ANY)),
    call: (sets) => combined(sets, () => true),
  },
  setintersection: {
    parameters: [typed('first_set', setOf(ANY))],
    rest: typed('other_sets', setOf(ANY)),
    call: (sets) =>
      combined(sets, (value, others) =>
        others.every((other) => other.some((one) => areEqual(one, value) === true)),
      ),
  },
  setproduct: { parameters: [], rest: anything('sets'), call: product },
};

function elementsOf(list: Value | undefined): readonly Value[] {
  return list !== undefined && isSequence(list) ? list.elements : [];
}

function concat(lists: readonly Value[]): Value {
  if (lists.length === 0) throw new FunctionError('at least one argument is required');
  for (const [index, list] of lists.entries()) {
    const type = typeOf(list);
    if (type.kind !== 'list' && type.kind !== 'tuple' && type.kind !== 'any')
      throw new ArgumentError(index, `all arguments must be lists or tuples; got ${typeName(type)}`);
  }
  if (lists.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
  const element = lists.every(({ kind }) => kind === 'list')
    ? unify(lists.map((list) => (list.kind === 'list' ? list.element : ANY)))
    : undefined;
  const elements = lists.flatMap(elementsOf);
  if (element === undefined) return tupleValue(elements);
  return listValue(
    element,
    elements.map((one) => convertIfPossible(one, element) ?? one),
  );
}

function compact(list: Value | undefined): Value {
  return stringList(
    elementsOf(list).flatMap((element) =>
      element.kind === 'string' && element.text !== '' ? [element.text] : [],
    ),
  );
}

function distinct(list: Value | undefined): Value {
  if (list?.kind !== 'list') return UNKNOWN;
  const kept: Value[] = [];
  for (const value of list.elements)
    if (!kept.some((other) => areEqual(other, value) === true)) kept.push(value);
  return listValue(list.element, kept);
}

function flatten(list: Value | undefined): Value {
  const kind = list === undefined ? 'any' : typeOf(list).kind;
  if (!['list', 'set', 'tuple', 'any'].includes(kind))
    throw new FunctionError('can only flatten lists, sets and tuples');
  const flat: Value[] = [];
  return list !== undefined && isSequence(list) && flattenInto(list, flat) ? tupleValue(flat) : UNKNOWN;
}

/** Whether all of it is known well enough. */
function flattenInto({ elements }: SequenceValue, flat: Value[]): boolean {
  return elements.every((element) => {
    if (isSequence(element)) return flattenInto(element, flat);
    const { kind } = typeOf(element);
    if (element.kind === 'unknown' && ['any', 'list', 'set', 'tuple'].includes(kind)) return false;
    flat.push(element);
    return true;
  });
}

function reverse(list: Value | undefined): Value {
  const type = list === undefined ? ANY : typeOf(list);
  if (list?.kind === 'unknown') return UNKNOWN;
  if (list === undefined || !isSequence(list))
    throw new ArgumentError(0, `can only reverse list or tuple values, not ${typeName(type)}`);
  const elements = list.elements.toReversed();
  return list.kind === 'tuple' ? tupleValue(elements) : listValue(list.element, elements);
}

function sort(list: Value | undefined): Value {
  const texts = listText(
    list,
    (index) => new FunctionError(`given list element ${index} is null; a null string cannot be sorted`),
  );
  return stringList([...texts].sort(compareText));
}

function slice([list, from, to]: readonly Value[]): Value {
  if (list?.kind === 'unknown') return UNKNOWN;
  if (list?.kind === 'set')
    throw new ArgumentError(
      0,
      'cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important',
    );
  if (list?.kind !== 'list' && list?.kind !== 'tuple')
    throw new ArgumentError(0, 'must be a list or tuple value');
  const { length } = list.elements;
  const start = integerOf(from, () => new ArgumentError(1, `invalid start index: ${NOT_WHOLE}`));
  const end = integerOf(to, () => new ArgumentError(2, `invalid end index: ${NOT_WHOLE}`));
  if (start < 0) throw new ArgumentError(1, 'start index must not be less than zero');
  if (start > length)
    throw new ArgumentError(1, 'start index must not be greater than the length of the list');
  if (end > length) throw new ArgumentError(2, 'end index must not be greater than the length of the list');
  if (start > end) throw new ArgumentError(1, 'start index must not be greater than end index');
  const elements = list.elements.slice(start, end);
  return list.kind === 'tuple' ? tupleValue(elements) : listValue(list.element, elements);
}

function chunks([list, size]: readonly Value[]): Value {
  if (list?.kind !== 'list') return UNKNOWN;
  const count = integerOf(size, (why) => new FunctionError(`invalid size: ${why}`));
  if (count < 0) throw new FunctionError('the size argument must be positive');
  const inner = listOf(list.element);
  const { elements } = list;
  if (elements.length === 0) return listValue(inner, []);
  if (count === 0) return listValue(inner, [list]);
  const parts: Value[] = [];
  for (let at = 0; at < elements.length; at += count)
    parts.push(listValue(list.element, elements.slice(at, at + count)));
  return listValue(inner, parts);
}

function combined(
  sets: readonly Value[],
  isKept: (value: Value, others: readonly (readonly Value[])[]) => boolean,
): Value {
  const element = elementType(sets);
  const converted = sets.map((set) => elementsOf(set).map((one) => convertIfPossible(one, element) ?? one));
  return setValue(
    element,
    converted.flat().filter((value) => isKept(value, converted)),
  );
}

/** Empty sets of any type fit all others. */
function elementType(sets: readonly Value[]): Type {
  const types = sets.flatMap((set) =>
    'element' in set && !(set.element.kind === 'any' && elementsOf(set).length === 0) ? [set.element] : [],
  );
  const element = types.length === 0 ? ANY : unify(types);
  if (element === undefined) throw new FunctionError('given sets must all have compatible element types');
  return element;
}

function product(sets: readonly Value[]): Value {
  if (sets.length < 2) throw new FunctionError('at least two arguments are required');
  const lists = sets.map((set, index) => {
    if (!isSequence(set)) throw new ArgumentError(index, 'a set or a list is required');
    const converted =
      set.kind === 'tuple' ? convertAll(set.elements) : { type: set.element, values: set.elements };
    if (set.kind === 'tuple' && set.elements.length === 0) return { type: ANY, values: [] };
    if (converted === undefined) throw new ArgumentError(index, 'all elements must be of the same type');
    return converted;
  });
  const element: Type = { kind: 'tuple', elements: lists.map(({ type }) => type) };
  const rows = lists.reduce<readonly (readonly Value[])[]>(
    (before, { values }) => before.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
  const made = rows.map(tupleValue);
  return sets.every(({ kind }) => kind === 'set') ? setValue(element, made) : listValue(element, made);
}
