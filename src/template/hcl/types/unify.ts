import {
  ANY,
  type CollectionType,
  isPrimitive,
  type ObjectType,
  STRING,
  sameType,
  type TupleType,
  type Type,
} from './type.ts';

/** The type that values of all the given types can be converted to; `undefined` when there is none. */
export function unify(types: readonly Type[]): Type | undefined {
  const [first] = types;
  if (first === undefined) return undefined;
  if (types.every((type) => sameType(type, first))) return first;
  if (types.some(({ kind }) => kind === 'any')) return ANY;
  if (types.every(isPrimitive)) return unifyPrimitives(types);
  const kinds = new Set(types.map(({ kind }) => kind));
  if (onlyOf(kinds, ['tuple'])) return unifyTuples(types.filter(isTuple));
  if (onlyOf(kinds, ['object'])) return unifyObjects(types.filter(isObject));
  if (onlyOf(kinds, ['object', 'map'])) return collected('map', types);
  if (onlyOf(kinds, ['list', 'tuple', 'set']) && kinds.has('list')) return collected('list', types);
  if (onlyOf(kinds, ['set', 'tuple']) && kinds.has('set')) return collected('set', types);
  return undefined;
}

function onlyOf(kinds: ReadonlySet<Type['kind']>, allowed: readonly Type['kind'][]): boolean {
  return [...kinds].every((kind) => allowed.includes(kind));
}

function unifyPrimitives(types: readonly Type[]): Type | undefined {
  return types.some(({ kind }) => kind === 'string') ? STRING : undefined;
}

/** Of one length each place is unified by itself; else they become a list. */
function unifyTuples(types: readonly TupleType[]): Type | undefined {
  const length = types[0]?.elements.length ?? 0;
  if (types.some(({ elements }) => elements.length !== length)) return collected('list', types);
  const elements: Type[] = [];
  for (let index = 0; index < length; index += 1) {
    const element = unify(types.map((type) => type.elements[index] ?? ANY));
    if (element === undefined) return undefined;
    elements.push(element);
  }
  return { kind: 'tuple', elements };
}

function unifyObjects(types: readonly ObjectType[]): Type | undefined {
  const names = [...(types[0]?.attributes.keys() ?? [])];
  const alike = types.every(
    ({ attributes }) => attributes.size === names.length && names.every((name) => attributes.has(name)),
  );
  if (!alike) return collected('map', types);
  const attributes = new Map<string, Type>();
  for (const name of names) {
    const type = unify(types.map((one) => one.attributes.get(name) ?? ANY));
    if (type === undefined) return undefined;
    attributes.set(name, type);
  }
  return { kind: 'object', attributes };
}

function collected(kind: CollectionType['kind'], types: readonly Type[]): Type | undefined {
  const inner = types.flatMap(innerTypes);
  const element = inner.length === 0 ? ANY : unify(inner);
  return element === undefined ? undefined : { kind, element };
}

function innerTypes(type: Type): readonly Type[] {
  if ('element' in type) return [type.element];
  if (type.kind === 'tuple') return type.elements;
  return type.kind === 'object' ? [...type.attributes.values()] : [];
}

const isTuple = (type: Type): type is TupleType => type.kind === 'tuple';
const isObject = (type: Type): type is ObjectType => type.kind === 'object';
