/** Up to this many things are asked for one by one. */
const few = 3;

/**
 * For lists that can be narrowed to one id, not to several: a few are asked for one by one, for more the whole list is
 * read, a page of which takes one call.
 */
export function oneByOne<Item>(
  one: (id: string, signal: AbortSignal) => Promise<readonly Item[]>,
  all: (signal: AbortSignal) => Promise<readonly Item[]>,
): (ids: readonly string[], signal: AbortSignal) => Promise<readonly Item[]> {
  return async (ids, signal) => {
    if (ids.length > few) return all(signal);
    return (await Promise.all(ids.map((id) => one(id, signal)))).flat();
  };
}
