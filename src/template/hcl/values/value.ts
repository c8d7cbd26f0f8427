import { ANY, BOOL, NUMBER, STRING, type Type } from '../types/type.ts';
import { type BigFloat, fromInteger } from './big-float.ts';
import { compareText } from './compare-text.ts';

/** A value of the language. One that is sensitive stays so in whatever is made of it. */
export type Value =
  | StringValue
  | NumberValue
  | BoolValue
  | NullValue
  | UnknownValue
  | CollectionValue
  | TupleValue
  | MapValue
  | ObjectValue;

interface Markable {
  readonly sensitive?: true;
}
interface StringValue extends Markable {
  readonly kind: 'string';
  readonly text: string;
}
interface NumberValue extends Markable {
  readonly kind: 'number';
  readonly number: BigFloat;
}
interface BoolValue extends Markable {
  readonly kind: 'bool';
  readonly is: boolean;
}
interface NullValue extends Markable {
  readonly kind: 'null';
  readonly type: Type;
}
interface UnknownValue extends Markable {
  readonly kind: 'unknown';
  readonly type: Type;
}
/** A set holds each value once, in its order. */
export interface CollectionValue extends Markable {
  readonly kind: 'list' | 'set';
  readonly element: Type;
  readonly elements: readonly Value[];
}
interface TupleValue extends Markable {
  readonly kind: 'tuple';
  readonly elements: readonly Value[];
}
/** Keys are in the order of their bytes. */
interface MapValue extends Markable {
  readonly kind: 'map';
  readonly element: Type;
  readonly entries: ReadonlyMap<string, Value>;
}
interface ObjectValue extends Markable {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, Value>;
}
export type SequenceValue = CollectionValue | TupleValue;
export type KeyedValue = MapValue | ObjectValue;

export const UNKNOWN: Value = { kind: 'unknown', type: ANY };
export const NULL: Value = { kind: 'null', type: ANY };
export const TRUE: Value = { kind: 'bool', is: true };
export const FALSE: Value = { kind: 'bool', is: false };

export function unknownOf(type: Type): Value {
  return { kind: 'unknown', type };
}
export function nullOf(type: Type): Value {
  return { kind: 'null', type };
}
/** Texts of the language are in Unicode's composed form. */
export function stringValue(text: string): StringValue {
  return { kind: 'string', text: text.normalize('NFC') };
}
export function numberValue(number: BigFloat): NumberValue {
  return { kind: 'number', number };
}
export function integerValue(value: number | bigint): NumberValue {
  return numberValue(fromInteger(value));
}
export function boolValue(is: boolean): Value {
  return is ? TRUE : FALSE;
}
export function tupleValue(elements: readonly Value[]): TupleValue {
  return { kind: 'tuple', elements };
}
export function listValue(element: Type, elements: readonly Value[]): CollectionValue {
  return { kind: 'list', element, elements };
}
export function stringList(texts: readonly string[]): CollectionValue {
  return listValue(STRING, texts.map(stringValue));
}
export function objectValue(entries: Iterable<readonly [string, Value]>): ObjectValue {
  return { kind: 'object', entries: inOrder(entries) };
}
export function mapValue(element: Type, entries: Iterable<readonly [string, Value]>): MapValue {
  return { kind: 'map', element, entries: inOrder(entries) };
}

/** Of equal keys the last counts. */
function inOrder(entries: Iterable<readonly [string, Value]>): ReadonlyMap<string, Value> {
  const given = new Map(entries);
  return new Map([...given].sort(([left], [right]) => compareText(left, right)));
}

export function isSequence(value: Value): value is SequenceValue {
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple';
}
export function isKeyed(value: Value): value is KeyedValue {
  return value.kind === 'map' || value.kind === 'object';
}

export function typeOf(value: Value): Type {
  switch (value.kind) {
    case 'string':
      return STRING;
    case 'number':
      return NUMBER;
    case 'bool':
      return BOOL;
    case 'null':
    case 'unknown':
      return value.type;
    case 'list':
    case 'set':
    case 'map':
      return { kind: value.kind, element: value.element };
    case 'tuple':
      return { kind: 'tuple', elements: value.elements.map(typeOf) };
    case 'object':
      return {
        kind: 'object',
        attributes: new Map([...value.entries].map(([name, entry]) => [name, typeOf(entry)])),
      };
  }
}

/** The values inside a collection or structure; none for others. */
export function innerValues(value: Value): Iterable<Value> {
  if (isSequence(value)) return value.elements;
  return isKeyed(value) ? value.entries.values() : [];
}

/** Whether nothing in a value is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value.kind === 'unknown') return false;
  for (const inner of innerValues(value)) if (!isWhollyKnown(inner)) return false;
  return true;
}
