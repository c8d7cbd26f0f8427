import type { Mistake, Path } from '../../errors/mistake.ts';
import { goPrintJson } from '../go/go-print.ts';
import { goKind, goType } from '../model/go-value.ts';
import type { Json } from '../model/template.ts';
import { advice } from './advice.ts';

/** What decoding found wrong; collected, so that the user sees everything at once. */
export interface Findings {
  /** Values of a wrong type, worded as mapstructure words them. */
  readonly mistyped: Mistake[];
  /** What an object is called in them: templates and components differ, as components get theirs by RPC. */
  readonly objects: string;
  /** Keys that no field has. */
  readonly unknown: { readonly path: string; readonly layer: number }[];
  /** Which of several settings, decoded one on top of the other, is being read. */
  layer: number;
}

export const noFindings = (objects = 'map[string]interface {}'): Findings => {
  return { mistyped: [], objects, unknown: [], layer: 0 };
};

/** Notes a value of a wrong type; `path` is written as messages write it. */
export function mistype(
  { mistyped, layer }: Findings,
  path: string,
  { message, advice }: { readonly message: string; readonly advice: string },
): void {
  // Packer's words for a setting differ from its name in case alone.
  const [first = '', ...rest] = stepsOf(path);
  mistyped.push({ message, advice, spot: { path: [String(first).toLowerCase(), ...rest], layer } });
}

/** `image_disk_mappings[0].zz` as steps. */
export function stepsOf(path: string): Path {
  return [...path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([step, index]) => {
    const key = index ?? step;
    return index !== undefined && /^\d+$/.test(key) ? Number(key) : key;
  });
}

/** `'disk_size' expected type 'int', got unconvertible type ...`. */
export function unconvertible(
  path: string,
  type: string,
  value: Json,
  objects = 'map[string]interface {}',
): string {
  const actual = goKind(value) === 'map' ? objects : goType(value);
  return `'${path}' expected type '${type}', got unconvertible type '${actual}', value: '${goPrintJson(value)}'`;
}

export function expectedMap(
  path: string,
  value: Json,
): { readonly message: string; readonly advice: string } {
  return { message: `'${path}' expected a map, got '${goKind(value)}'`, advice: advice.object() };
}

export function expectedList(
  path: string,
  value: Json,
): { readonly message: string; readonly advice: string } {
  const message = `'${path}': source data must be an array or slice, got ${goKind(value)}`;
  return { message, advice: advice.list(value) };
}
