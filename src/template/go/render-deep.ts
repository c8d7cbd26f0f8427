import { type BuildError, isBuildError } from '../../errors/build-error.ts';
import type { Path, Spot } from '../../errors/mistake.ts';
import { isList, isObject } from '../model/go-value.ts';
import type { Json, JsonObject } from '../model/template.ts';
import { fieldUnrendered } from '../words.ts';
import type { RenderContext } from './context.ts';
import { check, render } from './render.ts';

interface RenderDeepOptions {
  /** Settings that are rendered later; only their syntax is checked. */
  readonly exclude?: readonly string[];
  /** Which of several settings these are. */
  readonly layer?: number;
}

/** Settings with all texts rendered, but for those settings in which a text could not be. */
interface Rendered {
  readonly settings: JsonObject;
  readonly failures: readonly BuildError[];
}

/** Renders every string of a component's settings once. Throws the first failure, which names its setting. */
export function renderDeep(raw: JsonObject, context: RenderContext): JsonObject {
  const { settings, failures } = renderAll(raw, context);
  if (failures[0] !== undefined) throw failures[0];
  return settings;
}

/** The same with all failures: of values, items, and the keys of nested objects, but not the settings' own names. */
export function renderAll(
  raw: JsonObject,
  context: RenderContext,
  { exclude = [], layer = 0 }: RenderDeepOptions = {},
): Rendered {
  const failures: BuildError[] = [];
  const entries = Object.entries(raw).flatMap(([field, value]) => {
    const before = failures.length;
    const attempt = (verb: 'invalid' | 'render', change: (text: string) => string) =>
      walk(value, [field], (text, spot) => {
        try {
          return change(text);
        } catch (error) {
          if (!isBuildError(error)) throw error;
          failures.push(fieldUnrendered(verb, { field, text, spot: { ...spot, layer } }, error));
          return text;
        }
      });
    const checked = attempt('invalid', (text) => checkedText(text, context));
    if (failures.length > before) return [];
    if (exclude.includes(field)) return [[field, checked] as const];
    const rendered = attempt('render', (text) => render(text, context));
    return failures.length > before ? [] : [[field, rendered] as const];
  });
  return { settings: Object.fromEntries(entries), failures };
}

function checkedText(text: string, context: RenderContext): string {
  check(text, context);
  return text;
}

function walk(value: Json, path: Path, change: (text: string, spot: Spot) => string): Json {
  if (typeof value === 'string') return change(value, { path });
  if (isList(value)) return value.map((item, index) => walk(item, [...path, index], change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const inner = [...path, key];
    return [change(key, { path: inner, part: 'key' }), walk(item, inner, change)] as const;
  });
  return Object.fromEntries(entries);
}
