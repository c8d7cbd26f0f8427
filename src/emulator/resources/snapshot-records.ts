import { ApiError } from '../action.ts';
import type { EffectRun } from '../effects.ts';
import { notFound } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Disk, Instance, RegionState, Resource, Snapshot } from '../world-state.ts';
import { checkQuota, find, regionNamed } from './table.ts';

/** Effects on snapshots. */
export const snapshotEffects: Readonly<Record<string, EffectRun>> = {
  'snapshot-accomplished'(world, { region, id }) {
    const snapshot = find(regionNamed(world, region).snapshots, id);
    if (snapshot !== undefined) snapshot.status = 'accomplished';
  },
};

/** The snapshot with this id; throws InvalidSnapshotId.NotFound. */
export function snapshotWith(region: RegionState, id: string): Snapshot {
  const snapshot = find(region.snapshots, id);
  if (snapshot === undefined) throw notFound('SnapshotId', id);
  return snapshot;
}

/** What a new snapshot needs beside its disk. */
interface SnapshotOrder {
  readonly resource: Resource;
  readonly name: string;
  readonly description: string;
  readonly instance: Instance | undefined;
  readonly regionId: string;
}

/** Begins a snapshot; the files of the guest are taken right now. */
export function takeSnapshot(world: World, disk: Disk, order: SnapshotOrder): Snapshot {
  const { resource, instance, regionId } = order;
  const hasFiles = disk.type === 'system' && instance !== undefined && world.guests !== undefined;
  const snapshot: Snapshot = {
    ...resource,
    name: order.name,
    description: order.description,
    type: 'user',
    diskId: disk.id,
    diskType: disk.type,
    diskSize: disk.size,
    diskCategory: disk.category,
    instanceId: disk.instanceId,
    osName: instance?.osName ?? '',
    osType: instance?.osType ?? 'linux',
    encrypted: disk.encrypted,
    kmsKeyId: disk.kmsKeyId,
    sourceRegionId: '',
    sourceSnapshotId: '',
    status: 'progressing',
    readyAt: resource.createdAt + world.latency.snapshot,
    content: hasFiles ? resource.id : '',
  };
  regionNamed(world, regionId).snapshots[snapshot.id] = snapshot;
  if (hasFiles) world.guests?.capture(instance.id, snapshot.id, instance.content);
  world.later(world.latency.snapshot, { name: 'snapshot-accomplished', region: regionId, id: snapshot.id });
  return snapshot;
}

/** Refuses a snapshot of a disk that is being snapshotted, was never attached, or where the quota is used up. */
export function checkSnapshotOf(world: World, region: RegionState, disks: readonly Disk[]): void {
  const snapshots = Object.values(region.snapshots);
  const most = world.quotas.snapshots - disks.length + 1;
  checkQuota(snapshots.length, most, { status: 403, code: 'QuotaExceed.Snapshot' });
  for (const disk of disks) {
    if (!disk.everAttached) {
      throw new ApiError(
        403,
        'IncorrectDiskStatus.NeverAttached',
        `The disk ${disk.id} has never been attached.`,
      );
    }
    if (snapshots.some(({ diskId, status }) => diskId === disk.id && status === 'progressing')) {
      throw new ApiError(
        403,
        'IncorrectDiskStatus.CreatingSnapshot',
        `A previous snapshot of ${disk.id} is in process.`,
      );
    }
  }
}

/** Forgets a snapshot, and its files once nothing begins from them any more. */
export function dropSnapshot(world: World, region: RegionState, id: string): void {
  const { content } = snapshotWith(region, id);
  delete region.snapshots[id];
  if (content === '') return;
  const inUse = Object.values(world.state.regions).some((other) =>
    [...Object.values(other.snapshots), ...Object.values(other.instances)].some(
      (user) => user.content === content,
    ),
  );
  if (!inUse) delete world.state.guestDisks[content];
}
