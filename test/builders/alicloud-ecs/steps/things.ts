import { expect } from 'vitest';
import type { Facts, ImageFact } from '../../../../src/builders/alicloud-ecs/facts.ts';
import type { InstanceSpec } from '../../../../src/cloud/instances.ts';
import type { Cloud, ImageSpec } from '../../../../src/cloud/port.ts';
import { makeKeyPair } from '../../../../src/communicators/ssh/key-pair.ts';
import { publicKeyOf } from '../../../../src/communicators/ssh/private-key.ts';
import { instanceSpec } from '../../../cloud/alibaba/stage.ts';
import { ZONE } from './neutral.ts';

const owned = { tags: {}, resourceGroupId: '' };
const signal = new AbortController().signal;
let made = 0;

/** What makes a thing of the account that no run has made. */
function mark() {
  made += 1;
  return { token: `thing-${made}`, tags: {} };
}

/** A network with a place for an instance. */
export async function network(cloud: Cloud): Promise<Pick<Facts, 'vpc' | 'vSwitch' | 'securityGroup'>> {
  const cidrBlock = '172.16.0.0/12';
  const vpc = await cloud.vpcs.create({ ...owned, name: 'network', cidrBlock }, mark(), signal);
  await expect.poll(async () => (await cloud.vpcs.read(vpc, signal))?.status).toBe('Available');
  const subnet = { ...owned, name: 'subnet', vpcId: vpc, zoneId: ZONE, cidrBlock: '172.20.0.0/24' };
  const vSwitch = await cloud.vSwitches.create(subnet, mark(), signal);
  const group = { ...owned, name: 'group', vpcId: vpc };
  const securityGroup = await cloud.securityGroups.create(group, mark(), signal);
  return {
    vpc: { id: vpc, cidrBlock, temporary: false },
    vSwitch: { id: vSwitch, zoneId: ZONE },
    securityGroup: { id: securityGroup, sources: [] },
  };
}

/** An instance that runs, in a network of its own. */
export async function instance(
  cloud: Cloud,
  changes: Partial<InstanceSpec> = {},
): Promise<Pick<Facts, 'instance' | 'vpc' | 'vSwitch' | 'securityGroup'>> {
  const around = await network(cloud);
  const { vpc, vSwitch, securityGroup } = around;
  const at = { vpc: vpc.id, vSwitch: vSwitch.id, group: securityGroup.id, zone: ZONE };
  const spec = instanceSpec(at, { ...owned, ...changes });
  const id = await cloud.instances.create(spec, mark(), signal);
  await expect.poll(async () => (await cloud.instances.read(id, signal))?.status).toBe('Running');
  const found = await cloud.instances.read(id, signal);
  const { privateIp = '', publicIp = '' } = found ?? {};
  return { ...around, instance: { id, privateIp, publicIp } };
}

/** The same, stopped. */
export async function stoppedInstance(
  cloud: Cloud,
  changes: Partial<InstanceSpec> = {},
): Promise<Pick<Facts, 'instance' | 'stopped'>> {
  const { instance: machine } = await instance(cloud, changes);
  await cloud.instances.stop(machine.id, true, signal);
  await expect.poll(async () => (await cloud.instances.read(machine.id, signal))?.status).toBe('Stopped');
  return { instance: machine, stopped: { id: machine.id } };
}

/** An image that is complete, and the instance that it was made of. */
export async function image(cloud: Cloud, changes: Partial<ImageSpec> = {}): Promise<ImageFact> {
  const { stopped } = await stoppedInstance(cloud);
  const source = { instanceId: stopped.id };
  const spec = {
    ...owned,
    name: 'old',
    version: '',
    description: '',
    family: '',
    bootMode: '',
    source,
    ...changes,
  };
  const id = await cloud.images.create(spec, mark(), signal);
  await expect.poll(async () => (await cloud.images.read(id, signal))?.status).toBe('Available');
  const found = await cloud.images.read(id, signal);
  const snapshots = (found?.disks ?? []).flatMap(({ snapshotId }) => snapshotId || []);
  return { region: cloud.region, id, name: spec.name, snapshots };
}

/** A free address. */
export async function eip(cloud: Cloud): Promise<Facts['eip']> {
  const spec = { ...owned, name: '', internetChargeType: 'PayByTraffic', bandwidth: 5 };
  const id = await cloud.eips.create(spec, mark(), signal);
  await expect.poll(async () => (await cloud.eips.read(id, signal))?.status).toBe('Available');
  return { id, address: (await cloud.eips.read(id, signal))?.address ?? '' };
}

/** A key pair that the cloud knows. */
export async function keyPair(cloud: Cloud, name: string): Promise<void> {
  const { privateKey } = await makeKeyPair('ecdsa');
  await cloud.keyPairs.create({ ...owned, name, publicKey: publicKeyOf(privateKey) }, mark(), signal);
}
