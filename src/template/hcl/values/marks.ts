import { innerValues, type Value } from './value.ts';

/** A value that must not be shown, as is all that is made of it. */
export function asSensitive(value: Value): Value {
  return value.sensitive === true ? value : { ...value, sensitive: true };
}

/** Whether a value or any part of it is sensitive. */
export function isSensitive(value: Value): boolean {
  if (value.sensitive === true) return true;
  for (const inner of innerValues(value)) if (isSensitive(inner)) return true;
  return false;
}

/** The result of an operation: sensitive as soon as one of its sources is. */
export function madeOf(result: Value, ...sources: readonly Value[]): Value {
  return sources.some((source) => source.sensitive === true) ? asSensitive(result) : result;
}
