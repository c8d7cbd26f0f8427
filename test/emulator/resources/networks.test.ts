import { describe, expect, it } from 'vitest';
import { at, type Cloud, listAt, type Params, startCloud, textAt } from './cloud.ts';
import { instanceIn, network, runInstance, zone } from './fixtures.ts';

const realistic = { latency: 'realistic' };
const vpcIn = (cloud: Cloud, given: Params = {}) => textAt(cloud.call('Vpc.CreateVpc', given), 'VpcId');
const statusOf = (cloud: Cloud, VpcId: string) =>
  at(cloud.call('Vpc.DescribeVpcs', { VpcId }), 'Vpcs.Vpc.0.Status');

describe('VPCs', () => {
  it('are Pending, then Available, and can be deleted only then', () => {
    const cloud = startCloud(realistic);
    const VpcId = vpcIn(cloud, { CidrBlock: '192.168.0.0/16', VpcName: 'build' });
    expect(statusOf(cloud, VpcId)).toBe('Pending');
    expect(cloud.refusal('Vpc.DeleteVpc', { VpcId })).toBe('400 IncorrectVpcStatus');
    expect(cloud.refusal('Vpc.CreateVSwitch', { VpcId, ZoneId: zone, CidrBlock: '192.168.1.0/24' })).toBe(
      '400 IncorrectVpcStatus',
    );
    expect(cloud.refusal('Ecs.CreateSecurityGroup', { VpcId })).toBe('400 IncorrectVpcStatus');
    cloud.pass(3_000);
    expect(statusOf(cloud, VpcId)).toBe('Available');
    cloud.call('Vpc.DeleteVpc', { VpcId });
    expect(cloud.refusal('Vpc.DeleteVpc', { VpcId })).toBe('400 IncorrectVpcStatus');
    cloud.pass(1_000);
    expect(cloud.refusal('Vpc.DeleteVpc', { VpcId })).toBe('404 InvalidVpcId.NotFound');
  });

  it.each(['10.0.0.0/7', '172.16.0.1/16', '8.8.8.0/24', '10.0.0.0/30', 'ten'])(
    'refuse the block %s',
    (CidrBlock) => {
      expect(startCloud().refusal('Vpc.CreateVpc', { CidrBlock })).toBe('400 InvalidCidrBlock.Malformed');
    },
  );

  it('stay while a vSwitch or a security group is in them', () => {
    const cloud = startCloud();
    const { VpcId, VSwitchId, SecurityGroupId } = network(cloud);
    expect(cloud.refusal('Ecs.DeleteVpc', { VpcId })).toBe('400 DependencyViolation.VSwitch');
    cloud.call('Vpc.DeleteVSwitch', { VSwitchId });
    expect(cloud.refusal('Vpc.DeleteVpc', { VpcId })).toBe('400 DependencyViolation.SecurityGroup');
    cloud.call('Ecs.DeleteSecurityGroup', { SecurityGroupId });
    cloud.call('Vpc.DeleteVpc', { VpcId });
  });

  it('keep to the quota and to their region', () => {
    const cloud = startCloud({ quotas: { vpcs: 1 } });
    const VpcId = vpcIn(cloud);
    expect(cloud.refusal('Vpc.CreateVpc')).toBe('400 QuotaExceeded.Vpc');
    expect(cloud.refusal('Vpc.DeleteVpc', { VpcId, RegionId: 'cn-beijing' })).toBe(
      '404 InvalidVpcId.NotFound',
    );
    expect(cloud.refusal('Vpc.CreateVpc', { RegionId: 'cn-nowhere' })).toBe('404 InvalidRegionId.NotFound');
  });

  it('show tags and groups by the VPC product only', () => {
    const cloud = startCloud();
    vpcIn(cloud, { 'Tag.1.Key': 'run', 'Tag.1.Value': '7', ResourceGroupId: 'rg-1' });
    const [older, newer] = ['Ecs', 'Vpc'].map((product) =>
      at(cloud.call(`${product}.DescribeVpcs`), 'Vpcs.Vpc.0'),
    );
    expect([at(older, 'Tags'), at(older, 'ResourceGroupId')]).toEqual([undefined, undefined]);
    expect([at(newer, 'Tags.Tag.0'), at(newer, 'ResourceGroupId')]).toEqual([
      { Key: 'run', Value: '7' },
      'rg-1',
    ]);
  });
});

describe('vSwitches', () => {
  const refusalOf = (given: Params) => {
    const cloud = startCloud();
    const { VpcId } = network(cloud);
    return cloud.refusal('Vpc.CreateVSwitch', { VpcId, ZoneId: zone, CidrBlock: '172.16.9.0/24', ...given });
  };

  it.each([
    [{ CidrBlock: '172.17.0.0/24' }, '400 InvalidCidrBlock.Malformed'],
    [{ CidrBlock: '172.16.0.0/30' }, '400 InvalidCidrBlock.Malformed'],
    [{ CidrBlock: '172.16.0.128/25' }, '400 InvalidCidrBlock.Overlapped'],
    [{ ZoneId: 'cn-beijing-h' }, '404 InvalidZoneId.NotFound'],
    [{ VpcId: 'vpc-none' }, '404 InvalidVpcId.NotFound'],
  ])('refuse %j', (given, refusal) => {
    expect(refusalOf(given)).toBe(refusal);
  });

  it('are made one at a time in a VPC', () => {
    const cloud = startCloud(realistic);
    const VpcId = vpcIn(cloud, { CidrBlock: '172.16.0.0/16' });
    cloud.pass(3_000);
    const place = { VpcId, ZoneId: zone };
    const VSwitchId = textAt(
      cloud.call('Vpc.CreateVSwitch', { ...place, CidrBlock: '172.16.1.0/24' }),
      'VSwitchId',
    );
    const second = { ...place, CidrBlock: '172.16.2.0/24' };
    expect(cloud.refusal('Vpc.CreateVSwitch', second)).toBe('400 TaskConflict');
    expect(cloud.refusal('Vpc.DeleteVSwitch', { VSwitchId })).toBe('400 IncorrectVSwitchStatus');
    cloud.pass(3_000);
    cloud.call('Vpc.CreateVSwitch', second);
  });

  it('count their addresses and stay while an instance is in them', () => {
    const cloud = startCloud(realistic);
    const place = network(cloud);
    const InstanceId = runInstance(cloud, {}, place);
    const { VSwitchId } = place;
    const count = 'AvailableIpAddressCount';
    expect(cloud.call('Vpc.DescribeVSwitchAttributes', { VSwitchId })[count]).toBe(251);
    expect(cloud.refusal('Vpc.DeleteVSwitch', { VSwitchId })).toBe('400 DependencyViolation');
    cloud.pass(60_000);
    cloud.call('Ecs.DeleteInstance', { InstanceId, Force: true });
    expect(cloud.refusal('Vpc.DeleteVSwitch', { VSwitchId })).toBe('400 DependencyViolation');
    cloud.pass(3_000);
    expect(cloud.refusal('Ecs.DeleteSecurityGroup', { SecurityGroupId: place.SecurityGroupId })).toBe(
      '403 DependencyViolation',
    );
    expect(cloud.refusal('Vpc.DeleteVSwitch', { VSwitchId })).toBe('400 DependencyViolation');
    cloud.pass(2_000);
    cloud.call('Ecs.DeleteSecurityGroup', { SecurityGroupId: place.SecurityGroupId });
    cloud.call('Vpc.DeleteVSwitch', { VSwitchId });
  });

  it('go one after the other in a VPC, which stays until the last has gone', () => {
    const cloud = startCloud(realistic);
    const VpcId = vpcIn(cloud, { CidrBlock: '192.168.0.0/16' });
    cloud.pass(3_000);
    const [first, second] = ['192.168.1.0/24', '192.168.2.0/24'].map((CidrBlock) => {
      const made = cloud.call('Vpc.CreateVSwitch', { VpcId, ZoneId: zone, CidrBlock });
      cloud.pass(3_000);
      return textAt(made, 'VSwitchId');
    });
    cloud.call('Vpc.DeleteVSwitch', { VSwitchId: first ?? '' });
    expect(cloud.refusal('Vpc.DeleteVSwitch', { VSwitchId: second ?? '' })).toBe(
      '400 OperationDenied.OtherSubnetProcessing',
    );
    cloud.pass(1_500);
    cloud.call('Vpc.DeleteVSwitch', { VSwitchId: second ?? '' });
    expect(cloud.refusal('Vpc.DeleteVpc', { VpcId })).toBe('400 DependencyViolation.VSwitch');
    cloud.pass(1_500);
    cloud.call('Vpc.DeleteVpc', { VpcId });
  });
});

describe('EIPs', () => {
  const allocate = (cloud: Cloud) => textAt(cloud.call('Vpc.AllocateEipAddress'), 'AllocationId');
  const status = (cloud: Cloud, AllocationId: string) =>
    at(cloud.call('Vpc.DescribeEipAddresses', { AllocationId }), 'EipAddresses.EipAddress.0.Status');

  it('are bound, unbound and released in steps', () => {
    const cloud = startCloud(realistic);
    const InstanceId = runInstance(cloud);
    const AllocationId = allocate(cloud);
    const bind = { AllocationId, InstanceId };
    expect(cloud.refusal('Vpc.AssociateEipAddress', bind)).toBe('400 IncorrectInstanceStatus');
    cloud.pass(60_000);
    cloud.call('Vpc.AssociateEipAddress', bind);
    expect(status(cloud, AllocationId)).toBe('Associating');
    const instance = () =>
      at(cloud.call('Ecs.DescribeInstances'), 'Instances.Instance.0.EipAddress.AllocationId');
    expect(instance()).toBe('');
    cloud.pass(4_000);
    expect([status(cloud, AllocationId), instance()]).toEqual(['InUse', AllocationId]);
    expect(cloud.refusal('Vpc.ReleaseEipAddress', { AllocationId })).toBe('400 IncorrectEipStatus');
    expect(cloud.refusal('Ecs.AssociateEipAddress', bind)).toBe('400 InvalidAssociation.Duplicated');
    cloud.call('Vpc.UnassociateEipAddress', { AllocationId });
    expect(status(cloud, AllocationId)).toBe('Unassociating');
    cloud.pass(4_000);
    cloud.call('Vpc.ReleaseEipAddress', { AllocationId });
    expect(status(cloud, AllocationId)).toBe('Releasing');
    cloud.pass(4_000);
    expect(status(cloud, AllocationId)).toBeUndefined();
    expect(cloud.refusal('Vpc.ReleaseEipAddress', { AllocationId })).toBe('404 InvalidAllocationId.NotFound');
  });

  it('do not go to an instance with a public address, and outlive their instance', () => {
    const cloud = startCloud({ quotas: { eips: 1 } });
    const place = network(cloud);
    const open = runInstance(cloud, { InternetMaxBandwidthOut: 1 }, place);
    const AllocationId = allocate(cloud);
    expect(cloud.refusal('Vpc.AllocateEipAddress')).toBe('400 QuotaExceeded.Eip');
    expect(cloud.refusal('Vpc.AssociateEipAddress', { AllocationId, InstanceId: open })).toBe(
      '400 InvalidStatus.InstanceHasBandWidth',
    );
    const InstanceId = textAt(cloud.call('Ecs.CreateInstance', instanceIn(place)), 'InstanceId');
    cloud.call('Vpc.AssociateEipAddress', { AllocationId, InstanceId });
    cloud.call('Ecs.DeleteInstance', { InstanceId });
    expect(status(cloud, AllocationId)).toBe('Available');
  });
});

describe('security groups', () => {
  const cidr = { SourceCidrIp: '10.0.0.0/8' };
  const ssh = { IpProtocol: 'tcp', PortRange: '22/22' };

  it('keep rules in both forms, once each, and lose them again', () => {
    const cloud = startCloud();
    const { SecurityGroupId } = network(cloud);
    const many = Object.fromEntries(
      Object.entries({ ...ssh, ...cidr }).map(([key, value]) => [`Permissions.1.${key}`, value]),
    );
    const rules = () =>
      listAt(cloud.call('Ecs.DescribeSecurityGroupAttribute', { SecurityGroupId }), 'Permissions.Permission');
    cloud.call('Ecs.AuthorizeSecurityGroup', { SecurityGroupId, ...ssh, ...cidr, NicType: 'internet' });
    cloud.call('Ecs.AuthorizeSecurityGroup', { SecurityGroupId, ...many });
    expect(
      rules().map((rule) => [at(rule, 'IpProtocol'), at(rule, 'PortRange'), at(rule, 'Direction')]),
    ).toEqual([['TCP', '22/22', 'ingress']]);
    cloud.call('Ecs.RevokeSecurityGroup', { SecurityGroupId, ...many });
    expect(rules()).toEqual([]);
  });

  it.each([
    [{ ...ssh, ...cidr, IpProtocol: 'tpc' }, '400 InvalidIpProtocol.ValueNotSupported'],
    [{ ...ssh, ...cidr, PortRange: '22' }, '400 InvalidIpPortRange.Malformed'],
    [{ ...ssh, SourceCidrIp: '10.0.0.300' }, '400 InvalidSourceCidrIp.Malformed'],
    [{ ...ssh, ...cidr, Priority: 101 }, '400 InvalidPriority.ValueNotSupported'],
    [{ ...ssh, SourceGroupId: 'sg-none' }, '404 InvalidSourceGroupId.NotFound'],
    [{ ...ssh }, '400 MissingParameter.Source'],
    [{ PortRange: '22/22', ...cidr }, '400 MissingParameter'],
    [{ ...ssh, ...cidr, SecurityGroupId: 'sg-none' }, '404 InvalidSecurityGroupId.NotFound'],
  ])('refuse the rule %j', (rule, refusal) => {
    const cloud = startCloud();
    const { SecurityGroupId } = network(cloud);
    expect(cloud.refusal('Ecs.AuthorizeSecurityGroup', { SecurityGroupId, ...rule })).toBe(refusal);
  });

  it('stay while an instance or a rule of another group needs them', () => {
    const cloud = startCloud();
    const place = network(cloud);
    const { SecurityGroupId, VpcId } = place;
    const InstanceId = runInstance(cloud, {}, place);
    expect(cloud.refusal('Ecs.DeleteSecurityGroup', { SecurityGroupId })).toBe('403 DependencyViolation');
    cloud.call('Ecs.DeleteInstance', { InstanceId, Force: true });
    const other = textAt(cloud.call('Ecs.CreateSecurityGroup', { VpcId }), 'SecurityGroupId');
    cloud.call('Ecs.AuthorizeSecurityGroup', {
      SecurityGroupId: other,
      ...ssh,
      SourceGroupId: SecurityGroupId,
    });
    expect(cloud.refusal('Ecs.DeleteSecurityGroup', { SecurityGroupId })).toBe('403 DependencyViolation');
    cloud.call('Ecs.DeleteSecurityGroup', { SecurityGroupId: other });
    cloud.call('Ecs.DeleteSecurityGroup', { SecurityGroupId });
  });
});
