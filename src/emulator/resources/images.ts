import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { findInstanceType } from '../catalog/instance-types.ts';
import { endDryRun, type Params, repeated, structures, text } from '../params.ts';
import type { World } from '../world.ts';
import type { DiskMapping, Image, Instance, RegionState, Snapshot } from '../world-state.ts';
import { checkImageName, imageWith } from './image-catalog.ts';
import { disksOf, incorrectInstanceStatus, instanceWith } from './instance-records.ts';
import { checkSnapshotOf, snapshotWith, takeSnapshot } from './snapshot-records.ts';
import { born, checkQuota, find, regionOf } from './table.ts';

/** From an instance: a new snapshot of each disk. From DiskDeviceMapping or SnapshotId: finished snapshots only. */
const createImage: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  checkNew(call, world);
  if (text(params, 'InstanceId') !== '') return { ImageId: fromInstance(call, world).id };
  const snapshots = readSnapshots(region, params);
  endDryRun(params);
  const mappings = snapshots.map(({ snapshot, device }) => mapping(snapshot, device));
  return {
    ImageId: addImage(call, world, { mappings, snapshots: snapshots.map(({ snapshot }) => snapshot) }).id,
  };
};

function checkNew(call: Call, world: World): void {
  const { params } = call;
  const region = regionOf(world, call);
  const name = text(params, 'ImageName');
  if (name !== '') checkImageName(region, name);
  checkQuota(Object.keys(region.images).length, world.quotas.images, {
    status: 403,
    code: 'QuotaExceed.Image',
  });
}

function fromInstance(call: Call, world: World): Image {
  const region = regionOf(world, call);
  const instance = instanceWith(region, text(call.params, 'InstanceId'));
  checkInstance(instance);
  const disks = disksOf(region, instance.id);
  checkSnapshotOf(world, region, disks);
  endDryRun(call.params);
  const image = addImage(call, world, { mappings: [], snapshots: [], instance });
  const { createdAt, resourceGroupId } = image;
  image.mappings = disks.map((disk) => {
    const resource = { id: world.newId('s'), createdAt, resourceGroupId, tags: [] };
    const order = { name: `Created_from_${image.id}`, description: '', instance, regionId: call.region };
    return mapping(takeSnapshot(world, disk, { ...order, resource }), disk.device);
  });
  return image;
}

function checkInstance(instance: Instance): void {
  if (instance.status !== 'Running' && instance.status !== 'Stopped') throw incorrectInstanceStatus(400);
  if ((findInstanceType(instance.instanceType)?.localDisks ?? 0) > 0) {
    throw new ApiError(
      400,
      'InvalidDiskCategory.CreateImage',
      `${instance.instanceType} has local disks, of which no snapshot can be taken; give a SnapshotId.`,
    );
  }
}

interface Part {
  readonly snapshot: Snapshot;
  readonly device: string;
}

function readSnapshots(region: RegionState, params: Params): readonly Part[] {
  const many = structures(params, 'DiskDeviceMapping').filter((fields) => fields.has('SnapshotId'));
  const ids =
    many.length > 0 ? many.map((fields) => text(fields, 'SnapshotId')) : repeated(params, 'SnapshotId');
  if (ids.length === 0) {
    throw new ApiError(
      400,
      'InvalidParameter.AllEmpty',
      'Give one of InstanceId, DiskDeviceMapping and SnapshotId.',
    );
  }
  const snapshots = ids.map((id) => readySnapshot(region, id));
  if (!snapshots.some(({ diskType }) => diskType === 'system')) {
    throw new ApiError(403, 'InvalidSystemSnapshot.Missing', 'A snapshot of a system disk is needed.');
  }
  return snapshots.map((snapshot, index) => {
    const letter = 'abcdefghijklmnopq'[index] ?? 'z';
    return { snapshot, device: text(many[index] ?? new Map(), 'Device') || `/dev/xvd${letter}` };
  });
}

function readySnapshot(region: RegionState, id: string): Snapshot {
  const snapshot = snapshotWith(region, id);
  if (snapshot.status === 'accomplished') return snapshot;
  throw new ApiError(
    403,
    'InvalidSnapshotId.NotReady',
    `The specified snapshot has not completed yet: ${id}.`,
  );
}

function mapping(snapshot: Snapshot, device: string): DiskMapping {
  return {
    device,
    type: snapshot.diskType,
    size: snapshot.diskSize,
    snapshotId: snapshot.id,
    format: '',
    encrypted: snapshot.encrypted,
  };
}

interface Contents {
  readonly mappings: DiskMapping[];
  readonly snapshots: readonly Snapshot[];
  readonly instance?: Instance;
}

function addImage(call: Call, world: World, { mappings, snapshots, instance }: Contents): Image {
  const { params } = call;
  const region = regionOf(world, call);
  const resource = born(world, 'm', params);
  const duration = world.latency.image + (instance === undefined ? 0 : world.latency.snapshot);
  const system = snapshots.find(({ diskType }) => diskType === 'system');
  const base = find(region.instances, instance?.id ?? system?.instanceId ?? '');
  const origin = base && originOf(region, base);
  const image: Image = {
    ...resource,
    name: text(params, 'ImageName') || resource.id,
    description: text(params, 'Description'),
    family: text(params, 'ImageFamily'),
    version: text(params, 'ImageVersion'),
    bootMode: text(params, 'BootMode') || origin?.bootMode || 'BIOS',
    ownerAlias: 'self',
    architecture: text(params, 'Architecture') === 'arm64' ? 'arm64' : (origin?.architecture ?? 'x86_64'),
    osName: base?.osName ?? system?.osName ?? '',
    osType: base?.osType ?? system?.osType ?? 'linux',
    platform: text(params, 'Platform') || (origin?.platform ?? ''),
    size: sizeOf(region, { mappings, instance }),
    productCode: '',
    isCopied: false,
    encrypted: mappings.some(({ encrypted }) => encrypted) || hasEncrypted(region, instance),
    imdsSupport: text(params, 'Features.ImdsSupport') || (origin?.imdsSupport ?? 'v1'),
    mappings,
    status: 'Creating',
    readyAt: resource.createdAt + duration,
    shares: {},
    source: null,
    expired: false,
  };
  region.images[image.id] = image;
  world.later(duration, { name: 'image-available', region: call.region, id: image.id });
  return image;
}

function sizeOf(
  region: RegionState,
  { mappings, instance }: { mappings: DiskMapping[]; instance: Instance | undefined },
): number {
  const disks = instance === undefined ? mappings : disksOf(region, instance.id);
  return disks.find(({ type }) => type === 'system')?.size ?? 0;
}

function hasEncrypted(region: RegionState, instance: Instance | undefined): boolean {
  return instance !== undefined && disksOf(region, instance.id).some(({ encrypted }) => encrypted);
}

/** The image an instance was made from; it may have been deleted since. */
function originOf(region: RegionState, instance: Instance): Image | undefined {
  try {
    return imageWith(region, instance.imageId);
  } catch {
    return undefined;
  }
}

/** How custom images come to be. */
export const imageActions: readonly Action[] = [
  {
    name: 'Ecs.CreateImage',
    required: ['RegionId'],
    handler: createImage,
    clientToken: { status: 400, code: 'IdempotenceParamNotMatch' },
  },
];
