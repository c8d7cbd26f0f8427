import { isList, isObject } from '../model/go-value.ts';
import type { Json } from '../model/template.ts';

interface Items {
  /** What `null` stands for. */
  readonly empty: unknown;
  /** Decodes one item on top of what stood at its place before. */
  decode(value: Json, path: string, before: unknown): unknown;
}

/**
 * A string is split at commas, without trimming; any other single value becomes a list of one. A later list overwrites
 * an earlier one index by index and keeps its tail: that is how `override` works in Packer.
 */
export function weakList(value: Json, path: string, before: readonly unknown[], items: Items): unknown[] {
  const merged = [...before];
  lift(value).forEach((item, index) => {
    const old = merged[index] ?? items.empty;
    merged[index] = item === null ? old : items.decode(item, `${path}[${index}]`, old);
  });
  return merged;
}

function lift(value: Json): readonly Json[] {
  if (isList(value)) return value;
  if (typeof value === 'string') return value === '' ? [] : value.split(',');
  return isObject(value) && Object.keys(value).length === 0 ? [] : [value];
}
