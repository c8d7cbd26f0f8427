import { isList, isObject } from '../model/go-value.ts';
import type { Json } from '../model/template.ts';
import { expectedMap, type Findings, mistype } from './findings.ts';
import { weakString } from './weak-string.ts';

type Map<T> = Readonly<Record<string, T>>;

/** An object of scalars, or a list of such objects merged from left to right; merges with what was there before. */
export function weakMap(value: Json, path: string, before: Map<string>, findings: Findings): Map<string> {
  return merged(value, path, before, {
    findings,
    decode: (item, at) => (item === null ? '' : (weakString(item, at, findings) ?? '')),
  });
}

/** The same with values of any kind, which are kept as they are. */
export function weakJson(value: Json, path: string, before: Map<Json>, findings: Findings): Map<Json> {
  return merged(value, path, before, { findings, decode: (item) => item });
}

interface Values<T> {
  readonly findings: Findings;
  decode(item: Json, path: string): T;
}

function merged<T>(value: Json, path: string, before: Map<T>, values: Values<T>): Map<T> {
  if (isList(value)) return mergedItems(value, path, before, values);
  if (!isObject(value)) {
    mistype(values.findings, path, expectedMap(path, value));
    return before;
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [key, values.decode(item, `${path}[${key}]`)] as const,
  );
  return Object.fromEntries([...Object.entries(before), ...entries]);
}

/** Reads up to the first item that is wrong. */
function mergedItems<T>(items: readonly Json[], path: string, before: Map<T>, values: Values<T>): Map<T> {
  const { mistyped } = values.findings;
  const found = mistyped.length;
  return items.reduce<Map<T>>((left, item, index) => {
    return mistyped.length > found ? left : merged(item ?? {}, `${path}[${index}]`, left, values);
  }, before);
}
