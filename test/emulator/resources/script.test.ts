import { describe, expect, it } from 'vitest';
import { leftovers } from '../../../src/emulator/leftovers.ts';
import { at, type Cloud, listAt, startCloud, textAt } from './cloud.ts';
import { instanceIn, instanceStatus, zone } from './fixtures.ts';

/** What Packer 1.6.6 asks for in one build, over the older ECS forms, with everything removed at the end. */
function packerBuild(cloud: Cloud): void {
  cloud.call('Ecs.DescribeRegions');
  cloud.call('Ecs.DescribeZones');
  cloud.call('Ecs.DescribeImages', { ImageName: 'golden', Status: 'Creating,Available,CreateFailed' });
  const key = { KeyPairName: 'packer_5f' };
  expect(textAt(cloud.call('Ecs.CreateKeyPair', key), 'PrivateKeyBody')).toContain('BEGIN PRIVATE KEY');
  const VpcId = textAt(cloud.call('Ecs.CreateVpc', { CidrBlock: '172.16.0.0/16' }), 'VpcId');
  cloud.call('Ecs.DescribeVpcs', { VpcId });
  const place = { VpcId, ZoneId: zone, CidrBlock: '172.16.0.0/24' };
  const VSwitchId = textAt(cloud.call('Ecs.CreateVSwitch', place), 'VSwitchId');
  cloud.call('Ecs.DescribeVSwitches', { VpcId, VSwitchId });
  const SecurityGroupId = textAt(cloud.call('Ecs.CreateSecurityGroup', { VpcId }), 'SecurityGroupId');
  const rule = { SecurityGroupId, IpProtocol: 'all', PortRange: '-1/-1', NicType: 'internet' };
  cloud.call('Ecs.AuthorizeSecurityGroupEgress', { ...rule, DestCidrIp: '0.0.0.0/0' });
  cloud.call('Ecs.AuthorizeSecurityGroup', { ...rule, SourceCidrIp: '0.0.0.0/0' });
  const launch = instanceIn(
    { VpcId, VSwitchId, SecurityGroupId },
    { 'SystemDisk.Size': 0, 'DataDisk.1.Size': 30 },
  );
  const InstanceId = textAt(cloud.call('Ecs.CreateInstance', launch), 'InstanceId');
  expect(instanceStatus(cloud, InstanceId)).toBe('Stopped');
  const eip = cloud.call('Ecs.AllocateEipAddress', { InternetChargeType: 'PayByTraffic', Bandwidth: 5 });
  const AllocationId = textAt(eip, 'AllocationId');
  cloud.call('Ecs.AssociateEipAddress', { AllocationId, InstanceId });
  cloud.call('Ecs.DescribeEipAddresses', { AllocationId });
  cloud.call('Ecs.AttachKeyPair', { ...key, InstanceIds: JSON.stringify([InstanceId]) });
  cloud.call('Ecs.StartInstance', { InstanceId });
  expect(instanceStatus(cloud, InstanceId)).toBe('Running');
  cloud.call('Ecs.StopInstance', { InstanceId });
  const ImageId = textAt(cloud.call('Ecs.CreateImage', { InstanceId, ImageName: 'golden' }), 'ImageId');
  const images = cloud.call('Ecs.DescribeImages', { ImageId });
  const mappings = listAt(images, 'Images.Image.0.DiskDeviceMappings.DiskDeviceMapping');
  expect(mappings.map((mapping) => [at(mapping, 'Type'), at(mapping, 'Size')])).toEqual([
    ['system', '40'],
    ['data', '30'],
  ]);
  const tags = { 'Tag.1.Key': 'version', 'Tag.1.Value': 'v1.0.0' };
  cloud.call('Ecs.AddTags', { ResourceType: 'image', ResourceId: ImageId, ...tags });
  cloud.call('Ecs.UnassociateEipAddress', { AllocationId, InstanceId });
  cloud.call('Ecs.ReleaseEipAddress', { AllocationId });
  cloud.call('Ecs.DeleteInstance', { InstanceId, Force: true });
  cloud.call('Ecs.DeleteKeyPairs', { KeyPairNames: '["packer_5f"]' });
  cloud.call('Ecs.DeleteSecurityGroup', { SecurityGroupId });
  cloud.call('Ecs.DeleteVSwitch', { VSwitchId });
  cloud.call('Ecs.DeleteVpc', { VpcId });
}

describe('a whole build', () => {
  it('answers each call of Packer in the form of the official models and leaves only the image', () => {
    const cloud = startCloud();
    packerBuild(cloud);
    expect(leftovers(cloud.world).map(({ noun, tags }) => [noun, tags])).toEqual([
      ['snapshot', {}],
      ['snapshot', {}],
      ['image', { version: 'v1.0.0' }],
    ]);
  });

  it('answers the newer calls in the form of the official models', () => {
    const cloud = startCloud();
    const tag = { 'Tag.1.Key': 'run', 'Tag.1.Value': '7' };
    const VpcId = textAt(cloud.call('Vpc.CreateVpc', tag), 'VpcId');
    const place = { VpcId, ZoneId: zone, CidrBlock: '172.16.0.0/24', ...tag };
    const VSwitchId = textAt(cloud.call('Vpc.CreateVSwitch', place), 'VSwitchId');
    const SecurityGroupId = textAt(
      cloud.call('Ecs.CreateSecurityGroup', { VpcId, ...tag }),
      'SecurityGroupId',
    );
    const launch = instanceIn({ VpcId, VSwitchId, SecurityGroupId }, { InternetMaxBandwidthOut: 5, ...tag });
    const InstanceId = textAt(cloud.call('Ecs.RunInstances', launch), 'InstanceIdSets.InstanceIdSet.0');
    cloud.call('Ecs.DescribeInstanceStatus', { 'InstanceId.1': InstanceId });
    const DiskId = textAt(cloud.call('Ecs.DescribeDisks', { InstanceId }), 'Disks.Disk.0.DiskId');
    const SnapshotId = textAt(cloud.call('Ecs.CreateSnapshot', { DiskId }), 'SnapshotId');
    cloud.call('Ecs.DescribeSnapshots', { SnapshotIds: JSON.stringify([SnapshotId]) });
    cloud.call('Ecs.CreateImage', { SnapshotId, ImageName: 'one', ImageFamily: 'golden' });
    const family = cloud.call('Ecs.DescribeImageFromFamily', { ImageFamily: 'golden' });
    const ImageId = textAt(family, 'Image.ImageId');
    const copy = cloud.call('Ecs.CopyImage', {
      ImageId,
      DestinationRegionId: 'cn-beijing',
      DestinationImageName: 'two',
    });
    cloud.call('Ecs.ModifyImageSharePermission', { ImageId, 'AddAccount.1': '1000000000000001' });
    cloud.call('Ecs.DescribeImageSharePermission', { ImageId });
    expect(textAt(copy, 'ImageId')).not.toBe(ImageId);
    cloud.call('Vpc.DescribeVpcs', tag);
    cloud.call('Vpc.DescribeVpcAttribute', { VpcId });
    cloud.call('Vpc.DescribeVSwitches', tag);
    cloud.call('Vpc.DescribeVSwitchAttributes', { VSwitchId });
    cloud.call('Vpc.AllocateEipAddress', tag);
    cloud.call('Vpc.DescribeEipAddresses', tag);
    cloud.call('Vpc.DescribeZones');
    cloud.call('Vpc.DescribeRegions');
    cloud.call('Vpc.ListTagResources', { ResourceType: 'VPC' });
    cloud.call('Ecs.ListTagResources', { ResourceType: 'instance', ...tag });
    cloud.call('Ecs.DescribeTags');
    cloud.call('Ecs.DescribeSecurityGroups', { ...tag, IsQueryEcsCount: true });
    cloud.call('Ecs.DescribeSecurityGroupAttribute', { SecurityGroupId });
    cloud.call('Ecs.DescribeAvailableResource', {
      DestinationResource: 'SystemDisk',
      InstanceType: 'ecs.g6.large',
    });
    cloud.call('Ecs.DescribeInstanceTypes', { MaxResults: 5 });
    cloud.call('Ecs.GetInstanceConsoleOutput', { InstanceId });
    cloud.call('Ecs.DescribeUserData', { InstanceId });
    cloud.call('Ecs.StopInstances', { 'InstanceId.1': InstanceId });
    cloud.call('Ecs.StartInstances', { 'InstanceId.1': InstanceId });
    cloud.call('Ecs.DeleteInstances', { 'InstanceId.1': InstanceId, Force: true });
    expect(instanceStatus(cloud, InstanceId)).toBe('gone');
  });
});
