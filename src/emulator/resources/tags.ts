import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { flag, repeated, requiredText, text } from '../params.ts';
import { missingParameter } from '../refusal.ts';
import type { World } from '../world.ts';
import type { TagRecord } from '../world-state.ts';
import { pageOf, tokenPage } from './page.ts';
import { hasTags, indexedTags, readTagFilter, readTags, type Tag, withTags } from './tag-set.ts';
import { resourceType, resourceTypes, type Tagged, taggedOf, taggedWith } from './taggable.ts';

const mostResources = 50;

/** Tags all resources or none. */
const tagResources: Handler = (call, world) => {
  const resources = resourcesIn(call, world);
  const tags = someTags(call);
  const tagged = resources.map(({ resource }) => ({ resource, tags: withTags(world, resource.tags, tags) }));
  for (const each of tagged) each.resource.tags = each.tags;
  return {};
};

/** `TagKey.N`, or all with `All=true`; keys that a resource has not are passed over. */
const untagResources: Handler = (call, world) => {
  const keys = repeated(call.params, 'TagKey');
  const all = flag(call.params, 'All');
  if (keys.length === 0 && !all) throw missingParameter('TagKey');
  for (const { resource } of resourcesIn(call, world)) {
    resource.tags = resource.tags.filter(({ key }) => keys.length > 0 && !keys.includes(key));
  }
  return {};
};

/** Tags of resources; pages by NextToken. A new tag may not be listed yet. */
const listTagResources: Handler = (call, world) => {
  const type = resourceType(call, requiredText(call.params, 'ResourceType'));
  const ids = repeated(call.params, 'ResourceId');
  const wanted = readTagFilter(call.params);
  const rows = taggedOf(call, world, type)
    .filter(({ id, resource }) => (ids.length === 0 || ids.includes(id)) && hasTags(world, resource, wanted))
    .flatMap(({ id, resource }) => indexedTags(world, resource).map((tag) => row({ id, type }, tag)));
  const page = tokenPage(rows, call.params);
  return { ...page.fields, TagResources: { TagResource: page.items } };
};

/** The older form for one resource. */
const addTags: Handler = (call, world) => {
  const { resource } = oneResource(call, world);
  resource.tags = withTags(world, resource.tags, someTags(call));
  return {};
};

/** The older form; without tags all of them go, and a value given must match. */
const removeTags: Handler = (call, world) => {
  const { resource } = oneResource(call, world);
  const tags = readTags(call.params);
  const isMeant = (tag: Tag) =>
    tags.length === 0 ||
    tags.some(({ key, value }) => key === tag.key && (value === '' || value === tag.value));
  resource.tags = resource.tags.filter((tag) => !isMeant(tag));
  return {};
};

/** The different tags in use, with the number of resources of each type. */
const describeTags: Handler = (call, world) => {
  const given = text(call.params, 'ResourceType');
  const types = given === '' ? resourceTypes(call) : [resourceType(call, given)];
  const id = text(call.params, 'ResourceId');
  const wanted = readTagFilter(call.params);
  const counted = new Map<string, { tag: TagRecord; counts: Record<string, number> }>();
  for (const tagged of types.flatMap((type) => taggedOf(call, world, type))) {
    if (id !== '' && tagged.id !== id) continue;
    for (const tag of indexedTags(world, tagged.resource)) countTag(counted, tagged.type, tag);
  }
  const found = [...counted.values()].filter(({ tag }) => hasTags(world, { tags: [tag] }, wanted));
  const page = pageOf(found, call.params);
  const tags = page.items.map(({ tag, counts }) => ({
    TagKey: tag.key,
    TagValue: tag.value,
    ResourceTypeCount: counts,
  }));
  return { ...page.fields, Tags: { Tag: tags } };
};

const countName: Readonly<Record<string, string>> = {
  instance: 'Instance',
  disk: 'Disk',
  snapshot: 'Snapshot',
  image: 'Image',
  securitygroup: 'Securitygroup',
  keypair: 'KeyPair',
};

function countTag(
  counted: Map<string, { tag: TagRecord; counts: Record<string, number> }>,
  type: string,
  tag: TagRecord,
): void {
  const name = JSON.stringify([tag.key, tag.value]);
  const entry = counted.get(name) ?? { tag, counts: {} };
  const count = countName[type] ?? type;
  entry.counts[count] = (entry.counts[count] ?? 0) + 1;
  counted.set(name, entry);
}

function resourcesIn(call: Call, world: World): readonly Tagged[] {
  const type = resourceType(call, requiredText(call.params, 'ResourceType'));
  const ids = [...new Set(repeated(call.params, 'ResourceId'))];
  if (ids.length === 0) throw missingParameter('ResourceId');
  if (ids.length > mostResources) {
    throw new ApiError(
      400,
      'NumberExceed.ResourceIds',
      `At most ${mostResources} resources can be given at once.`,
    );
  }
  return ids.map((id) => taggedWith(call, world, { type, id }));
}

function oneResource(call: Call, world: World): Tagged {
  const type = resourceType(call, requiredText(call.params, 'ResourceType'));
  return taggedWith(call, world, { type, id: requiredText(call.params, 'ResourceId') });
}

function someTags(call: Call): readonly Tag[] {
  const tags = readTags(call.params);
  if (tags.length === 0) throw missingParameter('Tag');
  return tags;
}

function row({ id, type }: { id: string; type: string }, tag: TagRecord) {
  return { ResourceId: id, ResourceType: type, TagKey: tag.key, TagValue: tag.value };
}

const required = ['RegionId', 'ResourceType'];

/** Tags, of both products and in the older forms of ECS. */
export const tagActions: readonly Action[] = [
  ...['Ecs', 'Vpc'].flatMap((product) => [
    { name: `${product}.TagResources`, required, handler: tagResources },
    { name: `${product}.ListTagResources`, required, handler: listTagResources },
  ]),
  { name: 'Ecs.UntagResources', required, handler: untagResources },
  { name: 'Vpc.UnTagResources', required, handler: untagResources },
  { name: 'Ecs.AddTags', required: [...required, 'ResourceId'], handler: addTags },
  { name: 'Ecs.RemoveTags', required: [...required, 'ResourceId'], handler: removeTags },
  { name: 'Ecs.DescribeTags', required: ['RegionId'], handler: describeTags },
];
