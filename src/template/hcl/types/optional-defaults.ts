import { isKeyed, type Value } from '../values/value.ts';
import type { Type } from './type.ts';

/** Values of `optional(TYPE, VALUE)`, by the very type that stands there. */
export type Defaults = ReadonlyMap<Type, Value>;

/** The value with what optional attributes are where it leaves them out or has null there, however deep they stand. */
export function withDefaults(value: Value, type: Type, defaults: Defaults): Value {
  if (defaults.size === 0) return value;
  const inside = (item: Value, of: Type) => withDefaults(item, of, defaults);
  if (type.kind === 'object' && isKeyed(value)) {
    const entries = new Map(value.entries);
    for (const [name, attribute] of type.attributes) {
      const given = entries.get(name);
      const absent = given === undefined || given.kind === 'null';
      const meant = absent ? (defaults.get(attribute) ?? given) : given;
      if (meant !== undefined) entries.set(name, inside(meant, attribute));
    }
    return { kind: 'object', entries, ...(value.sensitive && { sensitive: true }) };
  }
  if (type.kind === 'tuple' && 'elements' in value)
    return { ...value, elements: value.elements.map((item, at) => inside(item, type.elements[at] ?? type)) };
  if (!('element' in type)) return value;
  const { element } = type;
  if ('elements' in value)
    return {
      kind: 'tuple',
      elements: value.elements.map((item) => inside(item, element)),
      ...(value.sensitive && { sensitive: true }),
    };
  if (!isKeyed(value)) return value;
  const entries = new Map([...value.entries].map(([key, item]) => [key, inside(item, element)] as const));
  return { kind: 'object', entries, ...(value.sensitive && { sensitive: true }) };
}
