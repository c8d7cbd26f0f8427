import { isList, isObject } from '../go-value.ts';
import type { Json } from '../template.ts';
import { expectedMap, type Findings } from './findings.ts';
import { weakString } from './weak-string.ts';

type Strings = Readonly<Record<string, string>>;

/** An object of scalars, or a list of such objects merged from left to right; merges with what was there before. */
export function weakMap(value: Json, path: string, before: Strings, findings: Findings): Strings {
  if (isList(value)) {
    return value.reduce<Strings>(
      (merged, item, index) => weakMap(item ?? {}, `${path}[${index}]`, merged, findings),
      before,
    );
  }
  if (!isObject(value)) {
    findings.mistyped.push(expectedMap(path, value));
    return before;
  }
  const entries = Object.entries(value).map(([key, item]) => {
    return [key, item === null ? '' : (weakString(item, `${path}[${key}]`, findings) ?? '')] as const;
  });
  return Object.fromEntries([...Object.entries(before), ...entries]);
}
