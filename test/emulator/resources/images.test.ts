import { describe, expect, it } from 'vitest';
import { at, type Cloud, listAt, startCloud, textAt } from './cloud.ts';
import { describeImage, imageOf, network, runInstance, ubuntu } from './fixtures.ts';

const names = (answer: unknown) => listAt(answer, 'Images.Image').map((image) => at(image, 'ImageName'));
const failing = (cloud: Cloud, InstanceId: string, ImageName: string) =>
  cloud.refusal('Ecs.CreateImage', { InstanceId, ImageName });

describe('CreateImage from an instance', () => {
  it('takes a snapshot of each disk and moves on until it is Available', () => {
    const cloud = startCloud({ latency: 'realistic' });
    const id = runInstance(cloud, { 'DataDisk.1.Size': 30 });
    cloud.pass(60_000);
    const tags = { 'Tag.1.Key': 'app', 'Tag.1.Value': 'web' };
    const described = { Description: 'golden', ImageVersion: '7', BootMode: 'UEFI', ResourceGroupId: 'rg-1' };
    const image = imageOf(cloud, id, { ImageName: 'golden', ImageFamily: 'web', ...described, ...tags });
    cloud.pass(30_000);
    const half = describeImage(cloud, image);
    expect([at(half, 'Status'), at(half, 'Progress')]).toEqual(['Creating', '50%']);
    expect(cloud.call('Ecs.DescribeImages', { ImageId: image })['TotalCount']).toBe(0);
    expect(textAt(cloud.call('Ecs.DescribeSnapshots'), 'Snapshots.Snapshot.1.Progress')).toBe('60%');
    cloud.pass(30_000);
    const done = describeImage(cloud, image);
    expect(
      [
        'Status',
        'Progress',
        'ImageFamily',
        'BootMode',
        'ImageVersion',
        'Description',
        'ResourceGroupId',
        'Size',
        'OSType',
      ].map((name) => at(done, name)),
    ).toEqual(['Available', '100%', 'web', 'UEFI', '7', 'golden', 'rg-1', 40, 'linux']);
    expect(listAt(done, 'Tags.Tag')).toEqual([{ TagKey: 'app', TagValue: 'web' }]);
    const mappings = listAt(done, 'DiskDeviceMappings.DiskDeviceMapping');
    expect(mappings.map((mapping) => at(mapping, 'Device'))).toEqual(['/dev/xvda', '/dev/xvdb']);
    const snapshots = JSON.stringify(mappings.map((mapping) => at(mapping, 'SnapshotId')));
    expect(
      cloud.call('Ecs.DescribeSnapshots', { SnapshotIds: snapshots, Status: 'accomplished' })['TotalCount'],
    ).toBe(2);
  });

  it('refuses a name that is used or malformed, in this region only', () => {
    const cloud = startCloud();
    const id = runInstance(cloud);
    const image = imageOf(cloud, id, { ImageName: 'golden' });
    expect(failing(cloud, id, 'golden')).toBe('400 InvalidImageName.Duplicated');
    expect(failing(cloud, id, '1st')).toBe('400 InvalidImageName.Malformed');
    expect(failing(cloud, id, 'aliyun_golden')).toBe('400 InvalidImageName.Malformed');
    const copy = { ImageId: image, DestinationRegionId: 'cn-beijing', DestinationImageName: 'golden' };
    cloud.call('Ecs.CopyImage', copy);
    cloud.call('Ecs.ModifyImageAttribute', { ImageId: image, ImageName: 'older' });
    imageOf(cloud, id, { ImageName: 'golden' });
  });

  it('refuses an instance in motion, a disk that is being snapshotted, and local disks', () => {
    const cloud = startCloud({ latency: 'realistic' });
    const place = network(cloud);
    const id = runInstance(cloud, {}, place);
    expect(failing(cloud, id, 'golden')).toBe('400 IncorrectInstanceStatus');
    cloud.pass(60_000);
    imageOf(cloud, id, { ImageName: 'golden' });
    expect(failing(cloud, id, 'second')).toBe('403 IncorrectDiskStatus.CreatingSnapshot');
    const local = runInstance(cloud, { InstanceType: 'ecs.d1ne.2xlarge' }, place);
    cloud.pass(60_000);
    expect(failing(cloud, local, 'second')).toBe('400 InvalidDiskCategory.CreateImage');
    expect(failing(cloud, 'i-none', 'second')).toBe('404 InvalidInstanceId.NotFound');
  });

  it('brings its data disks to new instances', () => {
    const cloud = startCloud();
    const place = network(cloud);
    const image = imageOf(cloud, runInstance(cloud, { 'DataDisk.1.Size': 30 }, place));
    const InstanceId = runInstance(cloud, { ImageId: image }, place);
    const disks = listAt(cloud.call('Ecs.DescribeDisks', { InstanceId }), 'Disks.Disk');
    expect(disks.map((disk) => [at(disk, 'Type'), at(disk, 'Size')])).toEqual([
      ['data', 30],
      ['system', 40],
    ]);
  });
});

describe('CreateImage from a snapshot', () => {
  it('has the system disk only, once the snapshot is accomplished', () => {
    const cloud = startCloud({ latency: 'realistic' });
    const InstanceId = runInstance(cloud, { 'DataDisk.1.Size': 30 });
    cloud.pass(60_000);
    const disks = cloud.call('Ecs.DescribeDisks', { InstanceId, DiskType: 'system' });
    const DiskId = textAt(disks, 'Disks.Disk.0.DiskId');
    const SnapshotId = textAt(cloud.call('Ecs.CreateSnapshot', { DiskId }), 'SnapshotId');
    expect(cloud.refusal('Ecs.CreateSnapshot', { DiskId })).toBe('403 IncorrectDiskStatus.CreatingSnapshot');
    expect(cloud.refusal('Ecs.CreateImage', { SnapshotId })).toBe('403 InvalidSnapshotId.NotReady');
    cloud.pass(50_000);
    const image = textAt(cloud.call('Ecs.CreateImage', { SnapshotId, ImageName: 'golden' }), 'ImageId');
    cloud.pass(10_000);
    const done = describeImage(cloud, image);
    expect([at(done, 'Status'), listAt(done, 'DiskDeviceMappings.DiskDeviceMapping').length]).toEqual([
      'Available',
      1,
    ]);
    expect(cloud.refusal('Ecs.DeleteSnapshot', { SnapshotId })).toBe('403 SnapshotCreatedImage');
    cloud.call('Ecs.DeleteImage', { ImageId: image });
    cloud.call('Ecs.DeleteSnapshot', { SnapshotId });
    cloud.call('Ecs.DeleteSnapshot', { SnapshotId });
  });

  it('needs a source that exists', () => {
    const cloud = startCloud();
    expect(cloud.refusal('Ecs.CreateImage', { SnapshotId: 's-none' })).toBe('404 InvalidSnapshotId.NotFound');
    expect(cloud.refusal('Ecs.CreateImage', { ImageName: 'golden' })).toBe('400 InvalidParameter.AllEmpty');
  });
});

describe('queries of images', () => {
  it('shows marketplace and expired images only when asked', () => {
    const cloud = startCloud();
    const market = { ImageOwnerAlias: 'marketplace' };
    const old = { ImageId: 'ubuntu_16_04_64_20G_alibase_20190301.vhd' };
    const id = textAt(cloud.call('Ecs.DescribeImages', market), 'Images.Image.0.ImageId');
    expect(cloud.call('Ecs.DescribeImages', { ImageId: id })['TotalCount']).toBe(0);
    expect(cloud.call('Ecs.DescribeImages', old)['TotalCount']).toBe(0);
    expect(cloud.call('Ecs.DescribeImages', { ...old, ShowExpired: true })['TotalCount']).toBe(1);
    expect(cloud.refusal('Ecs.DescribeImages', { ImageOwnerAlias: 'mine' })).toBe(
      '400 InvalidImageOwnerAlias.ValueNotSupported',
    );
  });

  it('finds parts of names, and pages by ten', () => {
    const cloud = startCloud();
    const id = runInstance(cloud);
    for (const ImageName of ['web-1', 'my-web-2', 'db']) imageOf(cloud, id, { ImageName });
    const self = { ImageOwnerAlias: 'self' };
    expect(names(cloud.call('Ecs.DescribeImages', { ...self, ImageName: 'web' }))).toEqual([
      'my-web-2',
      'web-1',
    ]);
    expect(names(cloud.call('Ecs.DescribeImages', { ...self, ImageName: 'my*2' }))).toEqual(['my-web-2']);
    const first = cloud.call('Ecs.DescribeImages');
    expect(listAt(first, 'Images.Image').length).toBe(10);
    expect(first['TotalCount']).toBeGreaterThan(20);
  });

  it('takes the newest Available image for the family, and none when there is none', () => {
    const cloud = startCloud();
    const id = runInstance(cloud);
    const older = imageOf(cloud, id, { ImageName: 'one', ImageFamily: 'web' });
    const newer = imageOf(cloud, id, { ImageName: 'two', ImageFamily: 'web' });
    const family = () =>
      at(cloud.call('Ecs.DescribeImageFromFamily', { ImageFamily: 'web' }), 'Image.ImageId');
    expect(family()).toBe(newer);
    cloud.call('Ecs.ModifyImageAttribute', { ImageId: newer, Status: 'Deprecated' });
    expect(family()).toBe(older);
    expect(cloud.call('Ecs.DescribeImageFromFamily', { ImageFamily: 'none' })).toEqual({ Image: {} });
  });
});

describe('DeleteImage', () => {
  it('waits for the end of the creation', () => {
    const cloud = startCloud({ latency: 'realistic' });
    const id = runInstance(cloud);
    cloud.pass(60_000);
    const image = imageOf(cloud, id);
    expect(cloud.refusal('Ecs.DeleteImage', { ImageId: image })).toBe('403 ImageIsCreating');
    expect(cloud.refusal('Ecs.DeleteImage', { ImageId: image, Force: true })).toBe('403 ImageIsCreating');
  });

  it('needs force for an image that is used or shared', () => {
    const cloud = startCloud();
    const place = network(cloud);
    const ImageId = imageOf(cloud, runInstance(cloud, {}, place));
    const user = runInstance(cloud, { ImageId }, place);
    expect(cloud.refusal('Ecs.DeleteImage', { ImageId })).toBe('403 ImageUsingByInstance');
    cloud.call('Ecs.DeleteInstance', { InstanceId: user, Force: true });
    cloud.call('Ecs.ModifyImageSharePermission', { ImageId, 'AddAccount.1': '1000000000000001' });
    expect(cloud.refusal('Ecs.DeleteImage', { ImageId })).toBe('403 ImageUseShared');
    cloud.call('Ecs.DeleteImage', { ImageId, Force: true });
    expect(cloud.refusal('Ecs.DeleteImage', { ImageId })).toBe('404 InvalidImageId.NotFound');
    expect(cloud.refusal('Ecs.DeleteImage', { ImageId: ubuntu })).toBe('404 InvalidImageId.NotFound');
  });
});
