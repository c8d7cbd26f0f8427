import { type Action, ApiError, type Handler } from '../action.ts';
import { commaTexts, endDryRun, flag, type Params, requiredText, text } from '../params.ts';
import type { Image, RegionState } from '../world-state.ts';
import { imagesOf, newestOfFamily, publicImage } from './image-catalog.ts';
import { familyView, fullView } from './image-view.ts';
import { pageOf } from './page.ts';
import { regionOf } from './table.ts';
import { hasTags, readTagFilter } from './tag-set.ts';

const owners = ['system', 'self', 'others', 'marketplace'];

/** Without Status only Available images; without an owner no marketplace images; the newest first, 10 a page. */
const describeImages: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const tags = readTagFilter(params);
  const isAsked = imageFilter(params);
  endDryRun(params);
  const listed = imagesOf(region);
  const ids = commaTexts(params, 'ImageId') ?? [];
  const madeUp = ids
    .filter((id) => !listed.some((image) => image.id === id))
    .flatMap((id) => publicImage(id) ?? []);
  const found = [...listed, ...madeUp]
    .filter((image) => isAsked(image) && hasTags(world, image, tags))
    .filter((image) => text(params, 'Usage') === '' || text(params, 'Usage') === usage(region, image));
  const page = pageOf(found, params);
  const images = page.items.map((image) => fullView(world, region, image));
  return { ...page.fields, RegionId: call.region, Images: { Image: images } };
};

/** An empty image, not an error, where the family has none. */
const describeImageFromFamily: Handler = (call, world) => {
  const region = regionOf(world, call);
  const image = newestOfFamily(region, requiredText(call.params, 'ImageFamily'));
  return { Image: image === undefined ? {} : familyView(world, region, image) };
};

function imageFilter(params: Params): (image: Image) => boolean {
  const ids = commaTexts(params, 'ImageId');
  const statuses = statusesIn(params);
  const owner = ownerIn(params);
  const expiredToo = flag(params, 'ShowExpired');
  const asked = (name: string, value: string) => text(params, name) === '' || text(params, name) === value;
  const isSame = (image: Image) =>
    asked('ImageFamily', image.family) &&
    asked('OSType', image.osType) &&
    asked('Architecture', image.architecture) &&
    asked('ResourceGroupId', image.resourceGroupId);
  return (image) =>
    (ids === undefined || ids.includes(image.id)) &&
    (owner === '' ? image.ownerAlias !== 'marketplace' : image.ownerAlias === owner) &&
    (statuses === undefined || statuses.includes(image.status)) &&
    (expiredToo || !image.expired) &&
    isLike(image.name, text(params, 'ImageName')) &&
    hasSnapshot(image, text(params, 'SnapshotId')) &&
    isSame(image);
}

/** Undefined stands for all. */
function statusesIn(params: Params): readonly string[] | undefined {
  const statuses = commaTexts(params, 'Status') ?? ['Available'];
  return statuses.length === 1 && statuses[0]?.toUpperCase() === 'ALL' ? undefined : statuses;
}

function ownerIn(params: Params): string {
  const owner = text(params, 'ImageOwnerAlias');
  if (owner === '' || owners.includes(owner)) return owner;
  throw new ApiError(
    400,
    'InvalidImageOwnerAlias.ValueNotSupported',
    `The specified ImageOwnerAlias is not valid: ${owner}.`,
  );
}

/** The service's fuzzy search: any part of the name, with `*` for any text between parts. */
function isLike(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('.*')).test(name);
}

function hasSnapshot(image: Image, snapshotId: string): boolean {
  return snapshotId === '' || image.mappings.some((mapping) => mapping.snapshotId === snapshotId);
}

function usage(region: RegionState, image: Image): string {
  return Object.values(region.instances).some(({ imageId }) => imageId === image.id) ? 'instance' : 'none';
}

/** Queries of images. */
export const imageQueryActions: readonly Action[] = [
  { name: 'Ecs.DescribeImages', required: ['RegionId'], handler: describeImages },
  {
    name: 'Ecs.DescribeImageFromFamily',
    required: ['RegionId', 'ImageFamily'],
    handler: describeImageFromFamily,
  },
];
