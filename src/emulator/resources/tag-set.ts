import { MOST_TAGS } from '../../cloud/alibaba/rules/combinations.ts';
import { tagKey, tagValue } from '../../cloud/alibaba/rules/texts.ts';
import { ApiError } from '../action.ts';
import { type Params, structures } from '../params.ts';
import type { World } from '../world.ts';
import type { TagRecord } from '../world-state.ts';

/** A tag as a caller wrote it. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Reads `Tag.N.Key` and `Tag.N.Value` (lower case works too) and refuses what cannot be a tag. */
export function readTags(params: Params, name = 'Tag'): readonly Tag[] {
  const tags = structures(params, name).map((fields) => ({
    key: fields.get('Key') ?? fields.get('key') ?? fields.get('TagKey') ?? '',
    value: fields.get('Value') ?? fields.get('value') ?? fields.get('TagValue') ?? '',
  }));
  if (tags.length > MOST_TAGS) throw tooManyTags();
  tags.forEach(checkTag);
  if (new Set(tags.map(({ key }) => key)).size < tags.length) {
    throw new ApiError(400, 'Duplicate.TagKey', 'The Tag.N.Key contain duplicate key.');
  }
  return tags;
}

/** Reads `Tag.N` of a query: a key without a value stands for any value. */
export function readTagFilter(params: Params): readonly Tag[] {
  return readTags(params);
}

/** Whether a resource has all these tags, as far as the tag index knows by now. */
export function hasTags(
  world: World,
  resource: { readonly tags: readonly TagRecord[] },
  wanted: readonly Tag[],
): boolean {
  const seen = indexedTags(world, resource);
  return wanted.every(({ key, value }) =>
    seen.some((tag) => tag.key === key && (value === '' || tag.value === value)),
  );
}

/** The tags of a resource that queries by tag already show. */
export function indexedTags(
  world: World,
  resource: { readonly tags: readonly TagRecord[] },
): readonly TagRecord[] {
  const latest = world.now() - world.tagIndexLag;
  return resource.tags.filter(({ at }) => at <= latest);
}

/** The tags with these set, and the time of it; throws when there would be too many. */
export function withTags(world: World, tags: readonly TagRecord[], added: readonly Tag[]): TagRecord[] {
  const kept = tags.filter((tag) => !added.some(({ key }) => key === tag.key));
  const result = [...kept, ...added.map((tag) => ({ ...tag, at: world.now() }))];
  if (result.length > MOST_TAGS) throw tooManyTags();
  return result;
}

/** `{Tag: [{TagKey, TagValue}]}`, the form of ECS. */
export function ecsTags(tags: readonly TagRecord[]) {
  return { Tag: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) };
}

/** `{Tag: [{Key, Value}]}`, the form of the VPC product. */
export function vpcTags(tags: readonly TagRecord[]) {
  return { Tag: tags.map(({ key, value }) => ({ Key: key, Value: value })) };
}

function checkTag({ key, value }: Tag): void {
  if (!tagKey.accepts(key)) {
    throw new ApiError(400, 'InvalidTagKey.Malformed', `The specified Tag.n.Key is not valid: "${key}".`);
  }
  if (!tagValue.accepts(value)) {
    throw new ApiError(
      400,
      'InvalidTagValue.Malformed',
      `The specified Tag.n.Value is not valid: "${value}".`,
    );
  }
}

function tooManyTags(): ApiError {
  return new ApiError(
    400,
    'NumberExceed.Tags',
    `The Tags parameter's number is exceed, maximum is ${MOST_TAGS}.`,
  );
}
