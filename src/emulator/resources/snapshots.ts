import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { flag, jsonTexts, requiredText, text } from '../params.ts';
import { notFound } from '../refusal.ts';
import type { World } from '../world.ts';
import type { RegionState, Snapshot } from '../world-state.ts';
import { progress, remainTime } from './image-view.ts';
import { pageOf } from './page.ts';
import { checkSnapshotOf, dropSnapshot, takeSnapshot } from './snapshot-records.ts';
import { born, find, isoSeconds, newestFirst, regionOf } from './table.ts';
import { ecsTags, hasTags, readTagFilter } from './tag-set.ts';

const createSnapshot: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const disk = find(region.disks, requiredText(params, 'DiskId'));
  if (disk === undefined) throw notFound('DiskId', text(params, 'DiskId'));
  const name = text(params, 'SnapshotName');
  const instance = find(region.instances, disk.instanceId);
  if (instance !== undefined && !['Running', 'Stopped'].includes(instance.status)) {
    throw new ApiError(400, 'IncorrectInstanceStatus', 'The instance must be Running or Stopped.');
  }
  checkSnapshotOf(world, region, [disk]);
  const snapshot = takeSnapshot(world, disk, {
    resource: born(world, 's', params),
    name,
    description: text(params, 'Description'),
    instance,
    regionId: call.region,
  });
  return { SnapshotId: snapshot.id };
};

/** An unknown id counts as deleted, and one in progress is cancelled. */
const deleteSnapshot: Handler = (call, world) => {
  const region = regionOf(world, call);
  const id = requiredText(call.params, 'SnapshotId');
  if (find(region.snapshots, id) === undefined) return {};
  const usedBy = (code: string, what: string) =>
    new ApiError(403, code, `The snapshot ${id} has been used to create ${what}.`);
  const image = Object.values(region.images).find((each) =>
    each.mappings.some(({ snapshotId }) => snapshotId === id),
  );
  if (image !== undefined) throw usedBy('SnapshotCreatedImage', `the image ${image.id}`);
  const disk = Object.values(region.disks).find(({ sourceSnapshotId }) => sourceSnapshotId === id);
  if (disk !== undefined && !flag(call.params, 'Force'))
    throw usedBy('SnapshotCreatedDisk', `the disk ${disk.id}`);
  dropSnapshot(world, region, id);
  return {};
};

const describeSnapshots: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const tags = readTagFilter(params);
  const ids = jsonTexts(params, 'SnapshotIds');
  const found = newestFirst(region.snapshots)
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .filter((snapshot) => matches(call, snapshot) && hasTags(world, snapshot, tags));
  const page = pageOf(found, params, { tokens: true });
  const snapshots = page.items.map((snapshot) => view(world, { region, regionId: call.region }, snapshot));
  return { ...page.fields, Snapshots: { Snapshot: snapshots } };
};

function matches({ params }: Call, snapshot: Snapshot): boolean {
  const asked = (name: string, value: string) => text(params, name) === '' || text(params, name) === value;
  const status = text(params, 'Status');
  return (
    (status === 'all' || asked('Status', snapshot.status)) &&
    asked('DiskId', snapshot.diskId) &&
    asked('InstanceId', snapshot.instanceId) &&
    asked('SnapshotName', snapshot.name) &&
    asked('SourceDiskType', snapshot.diskType) &&
    asked('ResourceGroupId', snapshot.resourceGroupId) &&
    asked('Encrypted', String(snapshot.encrypted))
  );
}

function view(world: World, place: { region: RegionState; regionId: string }, snapshot: Snapshot) {
  const done = snapshot.status === 'accomplished';
  return {
    SnapshotId: snapshot.id,
    SnapshotName: snapshot.name,
    Description: snapshot.description,
    SnapshotType: snapshot.type,
    SourceDiskId: snapshot.diskId,
    SourceDiskType: snapshot.diskType,
    SourceDiskSize: String(snapshot.diskSize),
    SourceStorageType: 'disk',
    SourceSnapshotId: snapshot.sourceSnapshotId,
    SourceRegionId: snapshot.sourceRegionId,
    RegionId: place.regionId,
    Status: snapshot.status,
    Available: done,
    Progress: done ? '100%' : progress(world, snapshot),
    RemainTime: done ? 0 : remainTime(world, snapshot.readyAt),
    CreationTime: isoSeconds(snapshot.createdAt),
    LastModifiedTime: isoSeconds(Math.min(world.now(), Math.max(snapshot.readyAt, snapshot.createdAt))),
    Encrypted: snapshot.encrypted,
    KMSKeyId: snapshot.kmsKeyId,
    InstantAccess: false,
    ProductCode: '',
    Usage: usage(place.region, snapshot.id),
    ResourceGroupId: snapshot.resourceGroupId,
    Tags: ecsTags(snapshot.tags),
  };
}

/** `image`, `disk`, `image_disk` or `none`. */
function usage(region: RegionState, id: string): string {
  const inImage = Object.values(region.images).some(({ mappings }) =>
    mappings.some(({ snapshotId }) => snapshotId === id),
  );
  const inDisk = Object.values(region.disks).some(({ sourceSnapshotId }) => sourceSnapshotId === id);
  return [...(inImage ? ['image'] : []), ...(inDisk ? ['disk'] : [])].join('_') || 'none';
}

/** Snapshots of disks. */
export const snapshotActions: readonly Action[] = [
  {
    name: 'Ecs.CreateSnapshot',
    required: ['DiskId'],
    handler: createSnapshot,
    clientToken: { status: 403, code: 'IdempotentParameterMismatch' },
  },
  { name: 'Ecs.DeleteSnapshot', required: ['SnapshotId'], handler: deleteSnapshot },
  { name: 'Ecs.DescribeSnapshots', required: ['RegionId'], handler: describeSnapshots },
];
