import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { jsonTexts, requiredText, text } from '../params.ts';
import { notFound } from '../refusal.ts';
import type { Disk } from '../world-state.ts';
import { pageOf } from './page.ts';
import { find, isoSeconds, newestFirst, regionOf } from './table.ts';
import { ecsTags, hasTags, readTagFilter } from './tag-set.ts';

const describeDisks: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const tags = readTagFilter(params);
  const ids = jsonTexts(params, 'DiskIds');
  const found = newestFirst(region.disks)
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .filter((disk) => matches(call, disk) && hasTags(world, disk, tags));
  const page = pageOf(found, params, { tokens: true });
  return { ...page.fields, Disks: { Disk: page.items.map((disk) => view(call.region, disk)) } };
};

const deleteDisk: Handler = (call, world) => {
  const region = regionOf(world, call);
  const disk = find(region.disks, requiredText(call.params, 'DiskId'));
  if (disk === undefined) throw notFound('DiskId', text(call.params, 'DiskId'));
  if (disk.status !== 'Available') {
    throw new ApiError(
      403,
      'IncorrectDiskStatus',
      'The current disk status does not support this operation.',
    );
  }
  delete region.disks[disk.id];
  return {};
};

function matches({ params }: Call, disk: Disk): boolean {
  const asked = (name: string, value: string) => {
    const wanted = text(params, name);
    return wanted === '' || wanted.toLowerCase() === 'all' || wanted === value;
  };
  return (
    asked('InstanceId', disk.instanceId) &&
    asked('DiskType', disk.type) &&
    asked('Status', disk.status) &&
    asked('Category', disk.category) &&
    asked('ZoneId', disk.zoneId) &&
    asked('DiskName', disk.name) &&
    asked('SnapshotId', disk.sourceSnapshotId) &&
    asked('ResourceGroupId', disk.resourceGroupId) &&
    asked('Encrypted', String(disk.encrypted))
  );
}

function view(regionId: string, disk: Disk) {
  const attached = disk.instanceId === '' ? '' : isoSeconds(disk.attachedAt);
  const attachment = { InstanceId: disk.instanceId, Device: disk.device, AttachedTime: attached };
  return {
    DiskId: disk.id,
    DiskName: disk.name,
    Description: disk.description,
    Type: disk.type,
    Category: disk.category,
    Size: disk.size,
    PerformanceLevel: disk.performanceLevel,
    Encrypted: disk.encrypted,
    KMSKeyId: disk.kmsKeyId,
    SourceSnapshotId: disk.sourceSnapshotId,
    ImageId: disk.imageId,
    InstanceId: disk.instanceId,
    Device: disk.device,
    AttachedTime: attached,
    Attachments: { Attachment: disk.instanceId === '' ? [] : [attachment] },
    DeleteWithInstance: disk.deleteWithInstance,
    Status: disk.status,
    Portable: disk.type === 'data',
    DiskChargeType: 'PostPaid',
    RegionId: regionId,
    ZoneId: disk.zoneId,
    CreationTime: isoSeconds(disk.createdAt),
    ResourceGroupId: disk.resourceGroupId,
    OperationLocks: { OperationLock: [] },
    Tags: ecsTags(disk.tags),
  };
}

/** Cloud disks; they come with instances. */
export const diskActions: readonly Action[] = [
  { name: 'Ecs.DescribeDisks', required: ['RegionId'], handler: describeDisks },
  { name: 'Ecs.DeleteDisk', required: ['DiskId'], handler: deleteDisk },
];
