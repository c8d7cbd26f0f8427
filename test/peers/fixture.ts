import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { sdkClient } from '../emulator/sdk-client.ts';
import { forPacker, type Template } from './for-packer.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);
const regionId = 'cn-hangzhou';

/** A fixture without what Packer 1.6.6 does not know. */
export function fixtureForPacker(name: string): Template {
  return forPacker(JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8')));
}

/** Puts into the account what a fixture expects there; gives the variables that name it. */
export async function seed(
  name: string,
  cloud: Emulator,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  if (name === 'key-pair-private-ip') return ownNetwork(cloud, folder);
  if (name === 'system-and-data-disks') return { data_snapshot_id: await dataSnapshot(cloud) };
  return {};
}

async function ownNetwork(cloud: Emulator, folder: string): Promise<Readonly<Record<string, string>>> {
  const sdk = sdkClient(cloud);
  const pair = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const keyFile = join(folder, 'team.pem');
  writeFileSync(keyFile, pair.private, { mode: 0o600 });
  await sdk('Ecs.ImportKeyPair', { regionId, keyPairName: 'team', publicKeyBody: pair.public });
  const { vpcId, vSwitchId, securityGroupId } = await network(cloud);
  return {
    ssh_keypair_name: 'team',
    ssh_private_key_file: keyFile,
    vpc_id: vpcId,
    vswitch_id: vSwitchId,
    security_group_id: securityGroupId,
  };
}

async function network(cloud: Emulator) {
  const sdk = sdkClient(cloud);
  const { vpcId } = await sdk('Vpc.CreateVpc', { regionId, cidrBlock: '10.0.0.0/16' });
  const { zones } = await sdk('Ecs.DescribeZones', { regionId });
  const zoneId = zones.zone.at(-1).zoneId;
  const vSwitch = { regionId, vpcId, zoneId, cidrBlock: '10.0.1.0/24' };
  const { vSwitchId } = await sdk('Vpc.CreateVSwitch', vSwitch);
  const { securityGroupId } = await sdk('Ecs.CreateSecurityGroup', { regionId, vpcId });
  return { vpcId, vSwitchId, securityGroupId };
}

/** A snapshot of a data disk of 40 GiB, which is left of an instance that is gone. */
async function dataSnapshot(cloud: Emulator): Promise<string> {
  const sdk = sdkClient(cloud);
  const { vpcId, vSwitchId, securityGroupId } = await network(cloud);
  const { instanceIdSets } = await sdk('Ecs.RunInstances', {
    regionId,
    vSwitchId,
    securityGroupId,
    instanceType: 'ecs.g6.large',
    imageId: 'aliyun_3_x64_20G_alibase_20240819.vhd',
    dataDisk: [{ size: 40, category: 'cloud_essd' }],
  });
  const [instanceId] = instanceIdSets.instanceIdSet;
  const { disks } = await sdk('Ecs.DescribeDisks', { regionId, instanceId, diskType: 'data' });
  const { snapshotId } = await sdk('Ecs.CreateSnapshot', { diskId: disks.disk[0].diskId });
  await sdk('Ecs.DeleteInstance', { instanceId, force: true });
  await sdk('Ecs.DeleteSecurityGroup', { regionId, securityGroupId });
  await sdk('Vpc.DeleteVSwitch', { regionId, vSwitchId });
  await sdk('Vpc.DeleteVpc', { regionId, vpcId });
  return snapshotId;
}
