import { isList, isObject } from '../go-value.ts';
import type { Json } from '../template.ts';
import { expectedMap, type Findings } from './findings.ts';
import { weakString } from './weak-string.ts';

type Strings = Readonly<Record<string, string>>;

/** An object of scalars, or a list of such objects merged from left to right; merges with what was there before. */
export function weakMap(value: Json, path: string, before: Strings, findings: Findings): Strings {
  if (isList(value)) return mergedMaps(value, path, before, findings);
  if (!isObject(value)) {
    findings.mistyped.push(expectedMap(path, value));
    return before;
  }
  const entries = Object.entries(value).map(([key, item]) => {
    return [key, item === null ? '' : (weakString(item, `${path}[${key}]`, findings) ?? '')] as const;
  });
  return Object.fromEntries([...Object.entries(before), ...entries]);
}

/** Reads up to the first item that is wrong. */
function mergedMaps(items: readonly Json[], path: string, before: Strings, findings: Findings): Strings {
  const found = findings.mistyped.length;
  return items.reduce<Strings>((merged, item, index) => {
    if (findings.mistyped.length > found) return merged;
    return weakMap(item ?? {}, `${path}[${index}]`, merged, findings);
  }, before);
}
