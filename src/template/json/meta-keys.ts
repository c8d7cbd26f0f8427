import { decodingErrors } from '../../errors/multi-error.ts';
import type { Json, JsonObject } from '../model/template.ts';
import type { Findings } from '../schema/findings.ts';
import type { Refusal } from './collect.ts';

/**
 * The value under a key: the exact one first, then one that differs in case only; `null` is no value. Some are exact
 * under the name that they have in Packer's code, `Type`.
 */
export function metaValue(raw: JsonObject, name: string, exact = name): Json | undefined {
  const key = Object.hasOwn(raw, exact)
    ? exact
    : Object.keys(raw).find((other) => other.toLowerCase() === name);
  return key === undefined ? undefined : (raw[key] ?? undefined);
}

/** What to do about a component without a type. */
export const TYPE_MISSING = 'say which one with "type"';

/** The settings without meta keys, which are removed by exact case only: `Type` stays and will be unknown. */
export function withoutMeta(raw: JsonObject, names: readonly string[]): JsonObject {
  return Object.freeze(Object.fromEntries(Object.entries(raw).filter(([key]) => !names.includes(key))));
}

/** mapstructure's report of mistyped meta keys, or nothing. */
export function mistypedMeta({ mistyped }: Findings, before = ''): Refusal | undefined {
  if (mistyped.length === 0) return undefined;
  return { finding: before + decodingErrors(mistyped.map(({ message }) => message)), mistakes: mistyped };
}
