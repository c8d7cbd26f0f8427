import { couldConvert } from './could-convert.ts';
import { type ObjectType, type Type, typeName } from './type.ts';

/** Why a value is none of the wanted type. `isTyped`: its type tells already. */
export class ConversionError extends Error {
  readonly isTyped: boolean;
  constructor(message: string, isTyped = false) {
    super(message);
    this.isTyped = isTyped;
  }
}

/** In the words of the language: what is required, and of which part. */
export function mismatch(got: Type, wanted: Type): ConversionError {
  return new ConversionError(mismatchText(got, wanted), true);
}

function mismatchText(got: Type, wanted: Type): string {
  if (got.kind === 'object' && wanted.kind === 'object') return objectMismatch(got, wanted);
  if (got.kind === 'tuple' && wanted.kind === 'tuple' && got.elements.length === wanted.elements.length) {
    for (const [index, type] of got.elements.entries()) {
      const target = wanted.elements[index];
      if (target !== undefined && !couldConvert(type, target))
        return `element ${index}: ${mismatchText(type, target)}`;
    }
  }
  if ('element' in got && 'element' in wanted && got.kind === wanted.kind)
    return `incorrect ${got.kind} element type: ${mismatchText(got.element, wanted.element)}`;
  const inner = innerMismatch(got, wanted);
  return inner ?? `${typeName(wanted)} required`;
}

function innerMismatch(got: Type, wanted: Type): string | undefined {
  if (!('element' in wanted)) return undefined;
  const { element } = wanted;
  if (got.kind === 'tuple' && wanted.kind !== 'map') {
    const index = got.elements.findIndex((type) => !couldConvert(type, element));
    const type = got.elements[index];
    return type === undefined ? undefined : `element ${index}: ${mismatchText(type, element)}`;
  }
  if (got.kind !== 'object' || wanted.kind !== 'map') return undefined;
  for (const [name, type] of got.attributes)
    if (!couldConvert(type, element)) return `element "${name}": ${mismatchText(type, element)}`;
  return undefined;
}

function objectMismatch(got: ObjectType, wanted: ObjectType): string {
  const missing = [...wanted.attributes.keys()].filter(
    (name) => !got.attributes.has(name) && !wanted.optional?.has(name),
  );
  const [only, ...more] = missing.sort();
  if (only !== undefined && more.length === 0) return `attribute "${only}" is required`;
  if (only !== undefined) {
    const quoted = missing.map((name) => `"${name}"`);
    return `attributes ${quoted.slice(0, -1).join(', ')}${quoted.length > 2 ? ',' : ''} and ${quoted.at(-1)} are required`;
  }
  for (const [name, target] of wanted.attributes) {
    const type = got.attributes.get(name);
    if (type !== undefined && !couldConvert(type, target))
      return `attribute "${name}": ${mismatchText(type, target)}`;
  }
  return `${typeName(wanted)} required`;
}
