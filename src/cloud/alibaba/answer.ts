import type { Tags } from '../port.ts';

/**
 * Reading answers without trusting them: a field may be missing, and numbers come as texts in places
 * (`Size` of an image's disk, `Progress` with a percent sign).
 */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

export function count(value: unknown): number {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

/** The value if it is one of `known`, else the first of them: a state that we have never heard of is 'not yet'. */
export function oneOf<const Known extends string>(
  value: unknown,
  known: readonly [Known, ...Known[]],
): Known {
  return known.find((word) => word === value) ?? known[0];
}

/** ECS calls a tag's parts TagKey and TagValue, VPC Key and Value. */
export function tagsOf(
  tags:
    | readonly {
        readonly TagKey?: string;
        readonly TagValue?: string;
        readonly Key?: string;
        readonly Value?: string;
      }[]
    | undefined,
): Tags {
  return Object.fromEntries(
    (tags ?? []).map((tag) => [text(tag.TagKey ?? tag.Key), text(tag.TagValue ?? tag.Value)]),
  );
}

/** Tags as the requests of all products want them. Later tags win over earlier ones of the same key. */
export function tagList(
  ...sets: readonly Tags[]
): readonly { readonly key: string; readonly value: string }[] {
  return Object.entries(Object.assign({}, ...sets) as Tags).map(([key, value]) => ({ key, value }));
}
