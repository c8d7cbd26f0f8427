import { type BuildError, isBuildError } from '../../errors/build-error.ts';
import { isList, isObject } from '../model/go-value.ts';
import type { Json, JsonObject } from '../model/template.ts';
import { fieldUnrendered } from '../words.ts';
import type { RenderContext } from './context.ts';
import { check, render } from './render.ts';

export interface RenderDeepOptions {
  /** Settings that are rendered later; only their syntax is checked. */
  readonly exclude?: readonly string[];
}

/**
 * Renders every string of a component's settings once: values, items, and the keys of nested objects, but not the
 * settings' own names. Throws on the first that fails, naming the setting it stands in.
 */
export function renderDeep(
  raw: JsonObject,
  context: RenderContext,
  options: RenderDeepOptions = {},
): JsonObject {
  const exclude = new Set(options.exclude);
  const entries = Object.entries(raw).map(([field, value]) => {
    walk(value, (text) => attempt('invalid', field, text, () => checked(text, context)));
    if (exclude.has(field)) return [field, value] as const;
    return [
      field,
      walk(value, (text) => attempt('render', field, text, () => render(text, context))),
    ] as const;
  });
  return Object.fromEntries(entries);
}

function checked(text: string, context: RenderContext): string {
  check(text, context);
  return text;
}

function walk(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (isList(value)) return value.map((item) => walk(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), walk(item, change)]));
}

function attempt(verb: 'render' | 'invalid', field: string, text: string, change: () => string): string {
  try {
    return change();
  } catch (error) {
    throw isBuildError(error) ? fieldUnrendered(verb, field, text, error satisfies BuildError) : error;
  }
}
