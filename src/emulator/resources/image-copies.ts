import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { endDryRun, flag, requiredText, text } from '../params.ts';
import type { World } from '../world.ts';
import type { DiskMapping, Image, RegionState, Snapshot } from '../world-state.ts';
import { checkImageName, incorrectImageStatus, ownImageWith } from './image-catalog.ts';
import { startCopies } from './image-effects.ts';
import { dropSnapshot, snapshotWith } from './snapshot-records.ts';
import { born, checkQuota, find, regionNamed, regionOf } from './table.ts';

/** What a copy is made of. */
interface Copy {
  readonly source: Image;
  readonly sourceRegion: RegionState;
  readonly toRegionId: string;
  readonly encrypted: boolean;
  readonly kmsKeyId: string;
}

/** The copy lives in the destination, with snapshots of its own; more than a few at once wait in a queue. */
const copyImage: Handler = (call, world) => {
  const copy = readCopy(call, world);
  const { toRegionId } = copy;
  const destination = regionNamed(world, toRegionId);
  const name = text(call.params, 'DestinationImageName');
  if (name !== '') checkImageName(destination, name);
  const quota = { status: 403, code: 'QuotaExceed.Image' };
  checkQuota(Object.keys(destination.images).length, world.quotas.images, quota);
  const resource = born(world, 'm', call.params);
  endDryRun(call.params);
  const image: Image = {
    ...copy.source,
    ...resource,
    name: name || resource.id,
    description: text(call.params, 'DestinationDescription'),
    family: '',
    isCopied: true,
    encrypted: copy.encrypted,
    mappings: copy.source.mappings.map((mapping) => copyDisk(world, copy, mapping)),
    status: 'Waiting',
    readyAt: 0,
    shares: {},
    source: { regionId: call.region, imageId: copy.source.id, kmsKeyId: copy.kmsKeyId },
  };
  destination.images[image.id] = image;
  startCopies(world, toRegionId);
  return { ImageId: image.id };
};

function readCopy(call: Call, world: World): Copy {
  const { params } = call;
  const sourceRegion = regionOf(world, call);
  const source = ownImageWith(sourceRegion, requiredText(params, 'ImageId'));
  if (source.status !== 'Available') throw incorrectImageStatus();
  const toRegionId = text(params, 'DestinationRegionId') || call.region;
  if (find(world.state.regions, toRegionId) === undefined) {
    throw new ApiError(
      400,
      'DestinationRegion.NotFound',
      `The destination region does not exist: ${toRegionId}.`,
    );
  }
  const encrypted = flag(params, 'Encrypted') || source.encrypted;
  if (toRegionId === call.region && !encrypted) {
    throw new ApiError(
      403,
      'IncorrectDestinationRegion',
      'Within a region an image is only copied to encrypt it.',
    );
  }
  const kmsKeyId = text(params, 'KMSKeyId');
  if (kmsKeyId !== '' && !encrypted) {
    throw new ApiError(400, 'InvalidParameter.EncryptedIllegal', 'KMSKeyId needs Encrypted to be true.');
  }
  if (kmsKeyId !== '' && !/^[\w-]{8,64}$/.test(kmsKeyId)) {
    throw new ApiError(
      404,
      'InvalidParameter.KMSKeyId.NotFound',
      `The specified KMSKeyId does not exist: ${kmsKeyId}.`,
    );
  }
  return { source, sourceRegion, toRegionId, encrypted, kmsKeyId };
}

function copyDisk(world: World, copy: Copy, mapping: DiskMapping): DiskMapping {
  const original = snapshotWith(copy.sourceRegion, mapping.snapshotId);
  const snapshot: Snapshot = {
    ...original,
    id: world.newId('s'),
    createdAt: world.now(),
    tags: [],
    name: `Copied_from_${original.id}`,
    description: '',
    diskId: '',
    instanceId: '',
    encrypted: copy.encrypted,
    kmsKeyId: copy.kmsKeyId,
    sourceRegionId: regionIdOf(world, copy.sourceRegion),
    sourceSnapshotId: original.id,
    status: 'progressing',
    readyAt: 0,
  };
  regionNamed(world, copy.toRegionId).snapshots[snapshot.id] = snapshot;
  return { ...mapping, snapshotId: snapshot.id, encrypted: copy.encrypted };
}

function regionIdOf(world: World, region: RegionState): string {
  return Object.entries(world.state.regions).find(([, each]) => each === region)?.[0] ?? '';
}

/** Ends a copy that is not finished: the half copy and its snapshots are gone. */
const cancelCopyImage: Handler = (call, world) => {
  const region = regionOf(world, call);
  const image = ownImageWith(region, requiredText(call.params, 'ImageId'));
  if (!image.isCopied) {
    throw new ApiError(400, 'ImageCreatedNotFromCopy', `The image ${image.id} was not created by CopyImage.`);
  }
  if (image.status !== 'Creating' && image.status !== 'Waiting') {
    throw new ApiError(
      400,
      'CancelNotSupported',
      `The copy ${image.id} has finished and cannot be cancelled.`,
    );
  }
  delete region.images[image.id];
  for (const { snapshotId } of image.mappings) {
    if (find(region.snapshots, snapshotId) !== undefined) dropSnapshot(world, region, snapshotId);
  }
  startCopies(world, call.region);
  return {};
};

/** Copies of images, into other regions or to encrypt them. */
export const imageCopyActions: readonly Action[] = [
  {
    name: 'Ecs.CopyImage',
    required: ['RegionId', 'ImageId'],
    handler: copyImage,
    clientToken: { status: 400, code: 'IdempotentParameterMismatch' },
  },
  { name: 'Ecs.CancelCopyImage', required: ['RegionId', 'ImageId'], handler: cancelCopyImage },
];
