import type { JsonPath } from './node.ts';

/** One thing that is wrong with a template's structure, and where. */
export interface Finding {
  readonly message: string;
  readonly path: JsonPath;
}

/** A part read from the template, or why it could not be. */
export type Read<T> = { readonly value: T } | { readonly finding: string };

/** Keeps what was read, with its index, and notes what was not; indexes in messages count from 1. */
export function collect<From, T>(
  items: readonly From[],
  read: (item: From, index: number) => Read<T>,
  note: (message: string, index: number) => void,
): readonly T[] {
  return items.flatMap((item, index) => {
    const result = read(item, index);
    if ('value' in result) return [result.value];
    note(result.finding, index);
    return [];
  });
}
