import { describe, expect, it } from 'vitest';
import { at, type Cloud, listAt, type Params, startCloud, textAt } from './cloud.ts';
import { instanceIn, network, runInstance } from './fixtures.ts';

const refusals: readonly (readonly [what: string, given: Params, refusal: string])[] = [
  ['no image', { ImageId: '' }, '400 MissingParameter'],
  ['an unknown image', { ImageId: 'm-none' }, '404 InvalidImageId.NotFound'],
  ['an unknown family', { ImageId: '', ImageFamily: 'none' }, '404 InvalidImageId.NotFound'],
  [
    'an expired image',
    { ImageId: 'ubuntu_16_04_64_20G_alibase_20190301.vhd' },
    '403 OperationDenied.ImageNotValid',
  ],
  [
    'an image for ARM',
    { ImageId: 'ubuntu_24_04_arm64_20G_alibase_20250113.vhd' },
    '403 ImageNotSupportInstanceType',
  ],
  ['an unknown type', { InstanceType: 'ecs.none' }, '400 InvalidInstanceType.ValueNotSupported'],
  ['an unknown vSwitch', { VSwitchId: 'vsw-none' }, '404 InvalidVSwitchId.NotFound'],
  ['no vSwitch', { VSwitchId: '' }, '400 MissingParameter'],
  ['an unknown group', { SecurityGroupId: 'sg-none' }, '404 InvalidSecurityGroupId.NotFound'],
  ['another zone than that of the vSwitch', { ZoneId: 'cn-hangzhou-g' }, '403 ResourcesNotInSameZone'],
  ['an unknown zone', { ZoneId: 'cn-hangzhou-z' }, '404 InvalidZoneId.NotFound'],
  ['an unknown key pair', { KeyPairName: 'none' }, '404 InvalidKeyPairName.NotFound'],
  ['a weak password', { Password: 'secret' }, '400 InvalidPassword.Malformed'],
  ['a name with spaces', { InstanceName: 'my instance' }, '400 InvalidInstanceName.Malformed'],
  [
    'large user data',
    { UserData: Buffer.alloc(32_769).toString('base64') },
    '400 InvalidUserData.SizeExceeded',
  ],
  ['user data in the clear', { UserData: '#!/bin/sh' }, '400 InvalidUserData.Base64FormatInvalid'],
  [
    'a disk category of no kind',
    { 'SystemDisk.Category': 'cloud_x' },
    '400 InvalidSystemDiskCategory.ValueNotSupported',
  ],
  ['a large system disk', { 'SystemDisk.Size': 4096 }, '400 InvalidSystemDiskSize.ValueNotSupported'],
  [
    'a data disk without a size',
    { 'DataDisk.1.Category': 'cloud_essd' },
    '400 InvalidDataDiskSize.ValueNotSupported',
  ],
  ['an unknown snapshot', { 'DataDisk.1.SnapshotId': 's-none' }, '404 InvalidDataDiskSnapshotId.NotFound'],
  ['a device twice', twice('/dev/xvdb', 'dev/xvdb'), '403 InvalidDevice.InUse'],
  ['reserved tags', { 'Tag.1.Key': 'acs:x', 'Tag.1.Value': 'y' }, '400 InvalidTagKey.Malformed'],
  ['too many tags', tags(21), '400 NumberExceed.Tags'],
  ['a release too soon', { AutoReleaseTime: '2026-01-31T08:10:00Z' }, '400 InvalidAutoReleaseTime.Malformed'],
  ['a spot price never met', spot(0.001), '400 InvalidSpotPriceLimit.LowerThanPublicPrice'],
  ['an unknown spot strategy', { SpotStrategy: 'Cheap' }, '400 InvalidSpotStrategy'],
  ['a private address', { PrivateIpAddress: '172.16.0.9' }, '400 UnsupportedParameter'],
  ['too many at once', { Amount: 101 }, '403 InvalidParam.Amount'],
  ['a dry run with all well', { DryRun: true }, '400 DryRunOperation'],
];

function twice(one: string, other: string): Params {
  return {
    'DataDisk.1.Device': one,
    'DataDisk.1.Size': 20,
    'DataDisk.2.Device': other,
    'DataDisk.2.Size': 20,
  };
}

function tags(count: number): Params {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`Tag.${index + 1}.Key`, `k${index}`]),
  );
}

function spot(limit: number): Params {
  return { SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: limit };
}

function dataSnapshot(cloud: Cloud, InstanceId: string): string {
  const disks = cloud.call('Ecs.DescribeDisks', { InstanceId, DiskType: 'data' });
  const DiskId = textAt(disks, 'Disks.Disk.0.DiskId');
  return textAt(cloud.call('Ecs.CreateSnapshot', { DiskId }), 'SnapshotId');
}

describe('RunInstances', () => {
  it.each(refusals)('refuses %s, and makes nothing', (_what, given, refusal) => {
    const cloud = startCloud();
    expect(cloud.refusal('Ecs.RunInstances', instanceIn(network(cloud), given))).toBe(refusal);
    expect(cloud.call('Ecs.DescribeInstances')['TotalCount']).toBe(0);
  });

  it('refuses a network that is not ready yet', () => {
    const cloud = startCloud({ latency: 'realistic' });
    const { VpcId, SecurityGroupId } = network(cloud);
    const late = { VpcId, ZoneId: 'cn-hangzhou-h', CidrBlock: '172.16.1.0/24' };
    const VSwitchId = textAt(cloud.call('Vpc.CreateVSwitch', late), 'VSwitchId');
    const launch = instanceIn({ VpcId, VSwitchId, SecurityGroupId });
    expect(cloud.refusal('Ecs.RunInstances', launch)).toBe('400 IncorrectVSwitchStatus');
  });

  it('refuses a type in a zone that does not sell it, and sells it where DescribeZones says so', () => {
    const cloud = startCloud();
    const { VpcId, VSwitchId, SecurityGroupId } = network(cloud);
    const type = { InstanceType: 'ecs.g8i.large' };
    expect(VSwitchId).toMatch(/^vsw-/);
    const offer = { DestinationResource: 'InstanceType', ...type };
    const zones = listAt(cloud.call('Ecs.DescribeAvailableResource', offer), 'AvailableZones.AvailableZone');
    const selling = zones.map((zone) => at(zone, 'ZoneId'));
    expect(selling).not.toContain('cn-hangzhou-b');
    const results = ['cn-hangzhou-b', String(selling[0])].map((ZoneId, index) => {
      const place = { VpcId, ZoneId, CidrBlock: `172.16.${index + 5}.0/24` };
      const there = textAt(cloud.call('Vpc.CreateVSwitch', place), 'VSwitchId');
      const launch = instanceIn({ VpcId, VSwitchId: there, SecurityGroupId }, type);
      return index === 0 ? cloud.refusal('Ecs.RunInstances', launch) : cloud.call('Ecs.RunInstances', launch);
    });
    expect(results[0]).toBe('403 Zone.NotOnSale');
  });

  it('refuses a system disk smaller than the image', () => {
    const cloud = startCloud();
    const windows = { ImageId: 'win2022_21H2_x64_dtc_en-us_40G_alibase_20241220.vhd', 'SystemDisk.Size': 20 };
    const launch = instanceIn(network(cloud), windows);
    expect(cloud.refusal('Ecs.RunInstances', launch)).toBe('404 InvalidSystemDiskSize.LessThanImageSize');
  });

  it('refuses a key pair for Windows', () => {
    const cloud = startCloud();
    cloud.call('Ecs.CreateKeyPair', { KeyPairName: 'key' });
    const windows = { ImageId: 'win2022_21H2_x64_dtc_en-us_40G_alibase_20241220.vhd', KeyPairName: 'key' };
    const launch = instanceIn(network(cloud), windows);
    expect(cloud.refusal('Ecs.RunInstances', launch)).toBe('403 DependencyViolation.WindowsInstance');
  });

  it('takes the newest image of a family', () => {
    const cloud = startCloud();
    runInstance(cloud, { ImageId: '', ImageFamily: 'acs:ubuntu_18_04_64' });
    const instances = cloud.call('Ecs.DescribeInstances');
    expect(textAt(instances, 'Instances.Instance.0.ImageId')).toBe(
      'ubuntu_18_04_64_20G_alibase_20190509.vhd',
    );
  });

  it('makes data disks of snapshots, at least as large as they', () => {
    const cloud = startCloud();
    const place = network(cloud);
    const SnapshotId = dataSnapshot(cloud, runInstance(cloud, { 'DataDisk.1.Size': 35 }, place));
    const small = instanceIn(place, { 'DataDisk.1.SnapshotId': SnapshotId, 'DataDisk.1.Size': 30 });
    expect(cloud.refusal('Ecs.RunInstances', small)).toBe('403 InvalidDiskSize.TooSmall');
    const id = runInstance(
      cloud,
      { 'DataDisk.1.SnapshotId': SnapshotId, 'DataDisk.1.Device': 'dev/xvdb' },
      place,
    );
    const disk = at(cloud.call('Ecs.DescribeDisks', { InstanceId: id, DiskType: 'data' }), 'Disks.Disk.0');
    const fields = ['Size', 'Device', 'SourceSnapshotId'].map((field) => at(disk, field));
    expect(fields).toEqual([35, '/dev/xvdb', SnapshotId]);
    expect(cloud.refusal('Ecs.DeleteSnapshot', { SnapshotId })).toBe('403 SnapshotCreatedDisk');
  });

  it('keeps to the quota', () => {
    const cloud = startCloud({ quotas: { instances: 1 } });
    const place = network(cloud);
    runInstance(cloud, {}, place);
    expect(cloud.refusal('Ecs.RunInstances', instanceIn(place))).toBe('403 QuotaExceed.ElasticQuota');
  });
});
