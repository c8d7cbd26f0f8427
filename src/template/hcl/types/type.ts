/** The type of a value. `any` stands for a type that is not known. */
export type Type = Primitive | Any | CollectionType | TupleType | ObjectType;

export interface Primitive {
  readonly kind: 'string' | 'number' | 'bool';
}
interface Any {
  readonly kind: 'any';
}
export interface CollectionType {
  readonly kind: 'list' | 'set' | 'map';
  readonly element: Type;
}
export interface TupleType {
  readonly kind: 'tuple';
  readonly elements: readonly Type[];
}
export interface ObjectType {
  readonly kind: 'object';
  readonly attributes: ReadonlyMap<string, Type>;
  /** Names of attributes that may be left out, where the type is a constraint. */
  readonly optional?: ReadonlySet<string>;
}

export const STRING: Type = { kind: 'string' };
export const NUMBER: Type = { kind: 'number' };
export const BOOL: Type = { kind: 'bool' };
export const ANY: Type = { kind: 'any' };

export function listOf(element: Type): CollectionType {
  return { kind: 'list', element };
}
export function setOf(element: Type): CollectionType {
  return { kind: 'set', element };
}
export function isPrimitive(type: Type): type is Primitive {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool';
}

export function sameType(left: Type, right: Type): boolean {
  if (left === right) return true;
  if (left.kind !== right.kind) return false;
  if ('element' in left && 'element' in right) return sameType(left.element, right.element);
  if (left.kind === 'tuple' && right.kind === 'tuple') return sameTypes(left.elements, right.elements);
  if (left.kind === 'object' && right.kind === 'object')
    return sameAttributes(left.attributes, right.attributes);
  return true;
}

function sameTypes(left: readonly Type[], right: readonly Type[]): boolean {
  return left.length === right.length && left.every((type, index) => sameType(type, right[index] ?? ANY));
}

function sameAttributes(left: ReadonlyMap<string, Type>, right: ReadonlyMap<string, Type>): boolean {
  if (left.size !== right.size) return false;
  for (const [name, type] of left) {
    const other = right.get(name);
    if (other === undefined || !sameType(type, other)) return false;
  }
  return true;
}

/** How messages name a type. */
export function typeName(type: Type): string {
  if ('element' in type) return `${type.kind} of ${elementName(type.element)}`;
  return type.kind === 'any' ? 'dynamic' : type.kind;
}

function elementName(type: Type): string {
  return type.kind === 'any' ? 'any single type' : typeName(type);
}
