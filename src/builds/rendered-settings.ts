import type { RenderContext } from '../template/go/context.ts';
import { renderDeep } from '../template/go/render-deep.ts';
import { isObject } from '../template/model/go-value.ts';
import type { Json, JsonObject } from '../template/model/template.ts';
import type { Fields } from '../template/schema/field.ts';

/** Settings with all variables filled in. What only the running build can fill in, or nobody, stays as it is written. */
export function renderedSettings(config: JsonObject, context: RenderContext): JsonObject {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, rendered(key, value, context)]),
  );
}

function rendered(key: string, value: Json, context: RenderContext): Json {
  try {
    return renderDeep({ [key]: value }, context)[key] ?? null;
  } catch {
    return value;
  }
}

/** Values of secret settings; keys count whatever their case, as when they are decoded. */
export function secretsIn(settings: Json, fields: Fields): readonly string[] {
  // What is no object is told of when it is decoded.
  if (!isObject(settings)) return [];
  return Object.entries(settings)
    .filter(([key]) => fields[key.toLowerCase()]?.secret === true)
    .flatMap(([, value]) =>
      typeof value === 'string' && value !== '' && !value.includes('{{') ? [value] : [],
    );
}
