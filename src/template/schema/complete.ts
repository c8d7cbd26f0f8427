import type { Field, Fields } from './field.ts';
import type { Partial } from './weak-struct.ts';

/**
 * Fills in defaults and freezes. An empty string, a zero and an empty list count as not given, as in Packer, where
 * the two cannot be told apart; `false` stands.
 */
export function complete(fields: Fields, given: Partial): Partial {
  const entries = Object.entries(fields).map(([name, row]) => {
    return [name, completeField(row, Object.hasOwn(given, name) ? given[name] : undefined)] as const;
  });
  return Object.freeze(Object.fromEntries(entries));
}

function completeField(row: Field<unknown>, given: unknown): unknown {
  if (row.kind === 'struct') return complete(row.fields ?? {}, asPartial(given));
  if (given === undefined || given === '' || given === 0) return row.default;
  if (Array.isArray(given)) return completeList(row, given);
  return typeof given === 'object' && given !== null ? Object.freeze({ ...given }) : given;
}

function completeList(row: Field<unknown>, given: readonly unknown[]): unknown {
  if (given.length === 0) return row.default;
  if (row.kind !== 'structs') return Object.freeze([...given]);
  return Object.freeze(given.map((item) => complete(row.fields ?? {}, asPartial(item))));
}

function asPartial(value: unknown): Partial {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
