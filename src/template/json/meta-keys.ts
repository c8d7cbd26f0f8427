import { decodingErrors } from '../../errors/multi-error.ts';
import type { Json, JsonObject } from '../model/template.ts';

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

/** The settings without meta keys, which are removed by exact case only: `Type` stays and will be unknown. */
export function withoutMeta(raw: JsonObject, names: readonly string[]): JsonObject {
  return Object.freeze(Object.fromEntries(Object.entries(raw).filter(([key]) => !names.includes(key))));
}

/** mapstructure's report of mistyped meta keys, or nothing. */
export function mistypedMeta(messages: readonly string[]): string | undefined {
  return messages.length === 0 ? undefined : decodingErrors(messages);
}
