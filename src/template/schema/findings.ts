import { goPrintJson } from '../go/go-print.ts';
import { goKind, goType } from '../model/go-value.ts';
import type { Json } from '../model/template.ts';

/** What decoding found wrong; collected, so that the user sees everything at once. */
export interface Findings {
  /** Values of a wrong type, worded as mapstructure words them. */
  readonly mistyped: string[];
  /** What an object is called in them: templates and components differ, as components get theirs by RPC. */
  readonly objects: string;
  /** Paths of keys that no field has. */
  readonly unknown: string[];
}

export const noFindings = (objects = 'map[string]interface {}'): Findings => {
  return { mistyped: [], objects, unknown: [] };
};

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

export function expectedMap(path: string, value: Json): string {
  return `'${path}' expected a map, got '${goKind(value)}'`;
}

export function expectedList(path: string, value: Json): string {
  return `'${path}': source data must be an array or slice, got ${goKind(value)}`;
}
