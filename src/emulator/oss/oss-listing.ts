import { invalidArgument } from './oss-error.ts';

/** One page of a list that is sorted by name, and the name after which the next one begins. */
export function listed<Item extends readonly [string, unknown]>(
  items: readonly Item[],
  { most, after }: { readonly most: string; readonly after: string },
): { readonly items: readonly Item[]; readonly next: string | undefined } {
  const count = Number(most);
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw invalidArgument('max-keys', most, 'Argument max-keys must be an integer between 1 and 1000.');
  const rest = items.filter(([name]) => name > after);
  const page = rest.slice(0, count);
  return { items: page, next: rest.length > count ? page.at(-1)?.[0] : undefined };
}
