import { type Params, text, wholeNumber } from '../params.ts';
import { invalidParameter } from '../refusal.ts';

/** A page of a list, and the fields that tell about it in the answer. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly fields: Readonly<Record<string, number | string>>;
}

interface PageOptions {
  readonly largest?: number;
  /** The action also pages by NextToken and MaxResults. */
  readonly tokens?: boolean;
}

/** Cuts a list by PageNumber and PageSize (default 10), or by NextToken and MaxResults where the action takes them. */
export function pageOf<Item>(all: readonly Item[], params: Params, options: PageOptions = {}): Page<Item> {
  const largest = options.largest ?? 100;
  if (options.tokens && (params.has('NextToken') || params.has('MaxResults')))
    return tokenPage(all, params, largest);
  const number = within(params, 'PageNumber', [1, Number.MAX_SAFE_INTEGER]) ?? 1;
  const size = within(params, 'PageSize', [1, largest]) ?? 10;
  const start = (number - 1) * size;
  return {
    items: all.slice(start, start + size),
    fields: { TotalCount: all.length, PageNumber: number, PageSize: size },
  };
}

/** Cuts a list by NextToken and MaxResults; the last page has an empty token. */
export function tokenPage<Item>(all: readonly Item[], params: Params, largest = 100): Page<Item> {
  const size = within(params, 'MaxResults', [1, largest]) ?? Math.min(50, largest);
  const start = offsetIn(text(params, 'NextToken'));
  const end = start + size;
  return { items: all.slice(start, end), fields: { NextToken: end < all.length ? tokenOf(end) : '' } };
}

function within(
  params: Params,
  name: string,
  [least, largest]: readonly [number, number],
): number | undefined {
  const value = wholeNumber(params, name);
  if (value !== undefined && (value < least || value > largest)) {
    throw invalidParameter(name, `it must be from ${least} to ${largest}`);
  }
  return value;
}

function tokenOf(offset: number): string {
  return Buffer.from(`from:${offset}`).toString('base64url');
}

function offsetIn(token: string): number {
  if (token === '') return 0;
  const offset = /^from:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (offset === undefined) throw invalidParameter('NextToken', 'it is not a token of an earlier answer');
  return Number(offset);
}
