import type { Emulator } from '../../src/emulator/emulator.ts';
import type { GuestAddress } from '../../src/guests/guest.ts';
import { sdkClient } from '../emulator/sdk-client.ts';

/** Makes an instance in a network of its own with the official SDK, and tells where its SSH server listens. */
export async function launch(
  cloud: Emulator,
  settings: { readonly keyPairName: string },
): Promise<{ readonly instanceId: string; readonly at: GuestAddress }> {
  const sdk = sdkClient(cloud);
  const { vpcId } = await sdk('Vpc.CreateVpc', { cidrBlock: '10.0.0.0/16' });
  const { zones } = await sdk('Ecs.DescribeZones');
  const zoneId = zones.zone.at(-1).zoneId;
  const { vSwitchId } = await sdk('Vpc.CreateVSwitch', { vpcId, zoneId, cidrBlock: '10.0.1.0/24' });
  const { securityGroupId } = await sdk('Ecs.CreateSecurityGroup', { vpcId });
  const { instanceIdSets } = await sdk('Ecs.RunInstances', {
    ...settings,
    vSwitchId,
    securityGroupId,
    instanceType: 'ecs.g6.large',
    imageId: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  });
  const [instanceId] = instanceIdSets.instanceIdSet;
  await cloud.world.guests?.idle();
  const { instances } = await sdk('Ecs.DescribeInstances', { instanceIds: JSON.stringify([instanceId]) });
  const [address] = instances.instance[0].vpcAttributes.privateIpAddress.ipAddress;
  const at = cloud.reach(address, 22);
  if (at === undefined)
    throw new Error(`nobody answers on ${address}: ${cloud.world.guests?.failure(instanceId)}`);
  return { instanceId, at };
}
