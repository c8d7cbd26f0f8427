import { type Cloud, type Params, textAt } from './cloud.ts';

export const ubuntu = 'ubuntu_22_04_x64_20G_alibase_20240926.vhd';
export const instanceType = 'ecs.g6.large';
export const zone = 'cn-hangzhou-h';

export interface Network {
  readonly VpcId: string;
  readonly VSwitchId: string;
  readonly SecurityGroupId: string;
}

/** A VPC with a vSwitch and a security group, made as a client would. */
export function network(cloud: Cloud, given: Params = {}): Network {
  const VpcId = textAt(cloud.call('Vpc.CreateVpc', { CidrBlock: '172.16.0.0/16', ...given }), 'VpcId');
  cloud.pass(60_000);
  const place = { ZoneId: zone, CidrBlock: '172.16.0.0/24', ...given, VpcId };
  const VSwitchId = textAt(cloud.call('Vpc.CreateVSwitch', place), 'VSwitchId');
  cloud.pass(60_000);
  const SecurityGroupId = textAt(
    cloud.call('Ecs.CreateSecurityGroup', { ...given, VpcId }),
    'SecurityGroupId',
  );
  return { VpcId, VSwitchId, SecurityGroupId };
}

/** The parameters of an instance in a network. */
export function instanceIn(place: Network, given: Params = {}): Params {
  const { VSwitchId, SecurityGroupId } = place;
  return { VSwitchId, SecurityGroupId, ImageId: ubuntu, InstanceType: instanceType, ...given };
}

/** Runs one instance and gives its id. */
export function runInstance(cloud: Cloud, given: Params = {}, place: Network = network(cloud)): string {
  return textAt(cloud.call('Ecs.RunInstances', instanceIn(place, given)), 'InstanceIdSets.InstanceIdSet.0');
}

/** The status of an instance, or `gone`. */
export function instanceStatus(cloud: Cloud, id: string): string {
  const found = cloud.call('Ecs.DescribeInstances', { InstanceIds: JSON.stringify([id]) });
  return found['TotalCount'] === 0 ? 'gone' : textAt(found, 'Instances.Instance.0.Status');
}

/** An image of a new instance, named `name`. */
export function imageOf(cloud: Cloud, instanceId: string, given: Params = {}): string {
  return textAt(cloud.call('Ecs.CreateImage', { InstanceId: instanceId, ...given }), 'ImageId');
}

/** One image as DescribeImages shows it, in any status. */
export function describeImage(cloud: Cloud, id: string, given: Params = {}): unknown {
  const found = cloud.call('Ecs.DescribeImages', { ImageId: id, Status: 'ALL', ...given });
  return found['TotalCount'] === 0 ? undefined : Object(found['Images'])['Image'][0];
}
