import type { Expression, ObjectExpression } from '../syntax/node.ts';
import { wordOf } from '../syntax/parse-term.ts';
import { readAsExpression } from '../syntax/read-json-string.ts';
import type { Range } from '../syntax/source.ts';
import { ANY, BOOL, NUMBER, STRING, type Type } from './type.ts';

/** What is wrong with a type, and where. */
export class TypeFault extends Error {
  readonly range: Range;
  constructor(message: string, range: Range) {
    super(message);
    this.range = range;
  }
}

const PRIMITIVES: ReadonlyMap<string, Type> = new Map([
  ['string', STRING],
  ['number', NUMBER],
  ['bool', BOOL],
]);

const COLLECTIONS = ['list', 'set', 'map'] as const;

/** A default that an optional attribute has when it is left out. */
interface TypeOptions {
  /** What becomes of `optional(TYPE, DEFAULT)`; without it a default is refused. */
  readonly takeDefault?: (expression: Expression, type: Type) => void;
}

/** Reads an expression as a type. */
export function typeOfExpression(given: Expression, options: TypeOptions = {}): Type {
  const expression = given.kind === 'json-string' ? readAsExpression(given) : given;
  const word = wordOf(expression);
  if (word !== undefined) return typeOfWord(word, expression);
  if (expression.kind !== 'call')
    throw new TypeFault(
      'A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).',
      expression.range,
    );
  const { name, arguments: inner, range } = expression;
  if (PRIMITIVES.has(name))
    throw new TypeFault(`Primitive type keyword "${name}" does not expect arguments.`, range);
  if (name === 'any') throw new TypeFault('Type constraint keyword "any" does not expect arguments.', range);
  if (name === 'optional') throw misplacedOptional(range);
  const [only, ...more] = inner;
  const collection = COLLECTIONS.find((kind) => kind === name);
  if (collection !== undefined) {
    if (only === undefined || more.length > 0) throw elementMissing(collection, range);
    return { kind: collection, element: typeOfExpression(only, options) };
  }
  if (name !== 'object' && name !== 'tuple')
    throw new TypeFault(`Keyword "${name}" is not a valid type constructor.`, range);
  if (only === undefined || more.length > 0) throw partsMissing(name, range);
  return name === 'object' ? objectType(only, options) : tupleType(only, options);
}

function typeOfWord(word: string, { range }: Expression): Type {
  const primitive = PRIMITIVES.get(word);
  if (primitive !== undefined) return primitive;
  if (word === 'any') return ANY;
  const collection = COLLECTIONS.find((kind) => kind === word);
  if (collection !== undefined) throw elementMissing(collection, range);
  if (word === 'object' || word === 'tuple') throw partsMissing(word, range);
  if (word === 'optional') throw misplacedOptional(range);
  throw new TypeFault(`The keyword "${word}" is not a valid type specification.`, range);
}

function elementMissing(kind: string, range: Range): TypeFault {
  return new TypeFault(
    `The ${kind} type constructor requires one argument specifying the element type.`,
    range,
  );
}

function partsMissing(kind: 'object' | 'tuple', range: Range): TypeFault {
  const parts = kind === 'object' ? 'the attribute types and values as a map' : 'the element types as a list';
  return new TypeFault(`The ${kind} type constructor requires one argument specifying ${parts}.`, range);
}

function misplacedOptional(range: Range): TypeFault {
  return new TypeFault('Keyword "optional" is valid only as a modifier for object type attributes.', range);
}

function tupleType(parts: Expression, options: TypeOptions): Type {
  if (parts.kind !== 'tuple')
    throw new TypeFault('Tuple type constructor requires a list of element types.', parts.range);
  return { kind: 'tuple', elements: parts.elements.map((element) => typeOfExpression(element, options)) };
}

function objectType(parts: Expression, options: TypeOptions): Type {
  if (parts.kind !== 'object')
    throw new TypeFault(
      'Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.',
      parts.range,
    );
  return attributesOf(parts, options);
}

function attributesOf({ items }: ObjectExpression, options: TypeOptions): Type {
  const attributes = new Map<string, Type>();
  const optional = new Set<string>();
  for (const { key, value } of items) {
    if (key.name === undefined)
      throw new TypeFault('Object constructor map keys must be attribute names.', key.range);
    if (attributes.has(key.name))
      throw new TypeFault('Object constructor map keys must be unique.', key.range);
    const isOptional = value.kind === 'call' && value.name === 'optional';
    attributes.set(key.name, isOptional ? optionalType(value, options) : typeOfExpression(value, options));
    if (isOptional) optional.add(key.name);
  }
  return optional.size === 0 ? { kind: 'object', attributes } : { kind: 'object', attributes, optional };
}

function optionalType(call: Expression & { kind: 'call' }, options: TypeOptions): Type {
  const [first, second, ...more] = call.arguments;
  if (first === undefined)
    throw new TypeFault(
      'Optional attribute modifier requires the attribute type as its argument.',
      call.range,
    );
  const { takeDefault } = options;
  if (second !== undefined && (takeDefault === undefined || more.length > 0)) {
    const allowed =
      takeDefault === undefined
        ? 'expects only one argument: the attribute type.'
        : 'expects only two arguments: the attribute type, and the default value.';
    throw new TypeFault(`Optional attribute modifier ${allowed}`, second.range);
  }
  const type = typeOfExpression(first, options);
  if (second === undefined) return type;
  // A type of its own, by which its default is found.
  const own = { ...type };
  takeDefault?.(second, own);
  return own;
}

/** The same type with no attribute that may be left out. */
export function withoutOptional(type: Type): Type {
  if ('element' in type) return { ...type, element: withoutOptional(type.element) };
  if (type.kind === 'tuple') return { ...type, elements: type.elements.map(withoutOptional) };
  if (type.kind !== 'object') return type;
  return {
    kind: 'object',
    attributes: new Map([...type.attributes].map(([name, one]) => [name, withoutOptional(one)])),
  };
}
