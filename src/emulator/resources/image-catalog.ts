import { ApiError } from '../action.ts';
import { madeUpFamily, madeUpImage } from '../catalog/made-up-images.ts';
import { type SystemImage, systemImages } from '../catalog/system-images.ts';
import { notFound } from '../refusal.ts';
import type { Image, RegionState } from '../world-state.ts';
import { find, newestFirst } from './table.ts';

const catalogImages: readonly Image[] = systemImages.map(catalogImage).reverse();

/** All images that a region shows: own ones first, the newest of each kind first. */
export function imagesOf(region: RegionState): readonly Image[] {
  return [...newestFirst(region.images), ...catalogImages];
}

/** An image of the account or the catalog; throws InvalidImageId.NotFound. */
export function imageWith(region: RegionState, id: string): Image {
  const image = find(region.images, id) ?? publicImage(id);
  if (image === undefined) throw notFound('ImageId', id);
  return image;
}

/** An image of the catalog, or one that is made up because its id has the form of a public one. */
export function publicImage(id: string): Image | undefined {
  const listed = catalogImages.find((known) => known.id === id);
  if (listed !== undefined) return listed;
  const madeUp = madeUpImage(id);
  return madeUp && catalogImage(madeUp);
}

/** An image of the account itself; a catalog image cannot be changed and counts as unknown. */
export function ownImageWith(region: RegionState, id: string): Image {
  const image = find(region.images, id);
  if (image === undefined) throw notFound('ImageId', id);
  return image;
}

/** What a family means right now: its newest Available image, or undefined. */
export function newestOfFamily(region: RegionState, family: string): Image | undefined {
  const found = imagesOf(region).find(
    (image) => image.family === family && image.status === 'Available' && !image.expired,
  );
  const madeUp = found === undefined ? madeUpFamily(family) : undefined;
  return madeUp === undefined ? found : catalogImage(madeUp);
}

/** Refuses a name that another own image of the region has. */
export function checkImageName(region: RegionState, name: string, except?: Image): void {
  const taken = Object.values(region.images).some((image) => image.name === name && image !== except);
  if (taken)
    throw new ApiError(
      400,
      'InvalidImageName.Duplicated',
      `The specified Image name has already been used: ${name}.`,
    );
}

/** The error of calls that need an Available image. */
export function incorrectImageStatus(): ApiError {
  return new ApiError(
    400,
    'IncorrectImageStatus',
    'The current status of the image does not support this operation.',
  );
}

function catalogImage(image: SystemImage): Image {
  return {
    id: image.id,
    createdAt: image.createdAt,
    resourceGroupId: '',
    tags: [],
    name: image.id,
    description: '',
    family: image.family,
    version: '',
    bootMode: image.architecture === 'arm64' ? 'UEFI' : 'BIOS',
    ownerAlias: image.owner,
    architecture: image.architecture,
    osName: image.osName,
    osType: image.osType,
    platform: image.platform,
    size: image.size,
    productCode: image.productCode,
    isCopied: false,
    encrypted: false,
    imdsSupport: 'v2',
    mappings: [],
    status: 'Available',
    readyAt: image.createdAt,
    shares: {},
    source: null,
    expired: image.expired,
  };
}
