import { isObject } from '../model/go-value.ts';
import type { Json, JsonObject } from '../model/template.ts';
import type { Field, Fields } from './field.ts';
import { expectedMap, type Findings, mistype } from './findings.ts';
import { weakBool } from './weak-bool.ts';
import { weakDuration } from './weak-duration.ts';
import { weakInt } from './weak-int.ts';
import { weakList } from './weak-list.ts';
import { weakJson, weakMap } from './weak-map.ts';
import { weakString } from './weak-string.ts';
import { weakTrilean } from './weak-trilean.ts';

/** Settings as far as they were given: no defaults yet. */
export type Partial = Readonly<Record<string, unknown>>;

/** Decodes an object on top of `before`. Keys match exactly first, then without regard to case; `null` is not given. */
export function weakStruct(
  value: Json,
  path: string,
  before: Partial,
  into: { readonly fields: Fields; readonly findings: Findings },
): Partial {
  if (!isObject(value)) {
    mistype(into.findings, path, expectedMap(path, value));
    return before;
  }
  const names = matchKeys(Object.keys(value), into.fields);
  const decoded = new Map(Object.entries(before));
  for (const [key, item] of Object.entries(value)) {
    const name = names.get(key);
    const row = name === undefined ? undefined : into.fields[name];
    if (name === undefined || row === undefined)
      into.findings.unknown.push({ path: join(path, key), layer: into.findings.layer });
    else if (item !== null) {
      decoded.set(
        name,
        weakField(item, join(path, row.label ?? name), decoded.get(name), {
          row,
          findings: into.findings,
        }),
      );
    }
  }
  return Object.fromEntries(decoded);
}

/** Key of the object -> name of its field; every field takes one key at most, its exact name (that of its label) before any other. */
function matchKeys(keys: readonly string[], fields: Fields): ReadonlyMap<string, string> {
  const matched = new Map<string, string>();
  for (const name of Object.keys(fields)) {
    const exact = fields[name]?.label ?? name;
    const key = keys.includes(exact)
      ? exact
      : keys.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    if (key !== undefined) matched.set(key, name);
  }
  return matched;
}

function weakField(
  value: Json,
  path: string,
  before: unknown,
  { row, findings }: { readonly row: Field<unknown>; readonly findings: Findings },
): unknown {
  const nested = { fields: row.fields ?? {}, findings };
  const list = Array.isArray(before) ? before : [];
  switch (row.kind) {
    case 'string':
      return weakString(value, path, findings) ?? before;
    case 'bool':
      return weakBool(value, path, findings) ?? before;
    case 'int':
      return weakInt(value, path, findings) ?? before;
    case 'trilean':
      return weakTrilean(value, path, findings);
    case 'duration':
      return weakDuration(value, path, findings) ?? before;
    case 'strings':
      return weakList(value, path, list, {
        empty: '',
        decode: (item, at) => weakString(item, at, findings),
      });
    case 'ints':
      return weakList(value, path, list, { empty: 0, decode: (item, at) => weakInt(item, at, findings) });
    case 'string-map':
      return weakMap(value, path, asStrings(before), findings);
    case 'json':
      return weakJson(value, path, asJson(before), findings);
    case 'struct':
      return weakStruct(value, path, asPartial(before), nested);
    case 'structs':
      return weakList(value, path, list, {
        empty: {},
        decode: (item, at, old) => weakStruct(item, at, asPartial(old), nested),
      });
  }
}

function asStrings(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(asPartial(value));
  return Object.fromEntries(entries.map(([key, item]) => [key, String(item)]));
}

function asJson(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asPartial(value: unknown): Partial {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
