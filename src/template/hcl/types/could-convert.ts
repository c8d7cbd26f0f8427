import { isPrimitive, type Type } from './type.ts';

/** Whether some value of a type can become one of another. */
export function couldConvert(from: Type, to: Type): boolean {
  if (from.kind === 'any' || to.kind === 'any') return true;
  if (isPrimitive(to))
    return isPrimitive(from) && (from.kind === to.kind || to.kind === 'string' || from.kind === 'string');
  if (isPrimitive(from)) return false;
  if ('element' in to)
    return elementsCouldConvert(
      from,
      to.element,
      to.kind === 'map' ? ['map', 'object'] : ['list', 'set', 'tuple'],
    );
  if (to.kind === 'tuple')
    return (
      from.kind === 'tuple' &&
      from.elements.length === to.elements.length &&
      from.elements.every((type, index) => couldConvert(type, to.elements[index] ?? type))
    );
  if (from.kind === 'map')
    return [...to.attributes.values()].every((type) => couldConvert(from.element, type));
  if (from.kind !== 'object') return false;
  return [...to.attributes].every(([name, type]) => {
    const own = from.attributes.get(name);
    return own === undefined ? to.optional?.has(name) === true : couldConvert(own, type);
  });
}

function elementsCouldConvert(from: Type, element: Type, kinds: readonly Type['kind'][]): boolean {
  if (!kinds.includes(from.kind)) return false;
  if ('element' in from) return couldConvert(from.element, element);
  if (from.kind === 'tuple') return from.elements.every((type) => couldConvert(type, element));
  return from.kind === 'object' && [...from.attributes.values()].every((type) => couldConvert(type, element));
}
