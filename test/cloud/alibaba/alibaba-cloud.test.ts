import ssh from 'ssh2';
import { expect, test } from 'vitest';
import { never } from './account.ts';
import { dataDisk, expectOfficialNames, instanceSpec, markOf, network, owned, seen, stage } from './stage.ts';

const runTag = { 'ecs-imagebuild:run': 'run-1' };
const { public: publicKey } = ssh.utils.generateKeyPairSync('rsa', { bits: 2048, comment: 'test' });

test('who, where: account, regions, zones best first', async () => {
  await using on = await stage();
  await expect(on.cloud.account(never)).resolves.toBe(on.emulator.accountId);
  await expect(on.cloud.regions(never)).resolves.toContain('cn-beijing');
  const zones = await on.cloud.zones('ecs.g6.large', never);
  expect(zones[0]).toMatchObject({ offersType: true, inStock: true });
  const ranks = zones.map((zone) => (zone.inStock ? 0 : zone.offersType ? 1 : 2));
  expect(ranks).toEqual([...ranks].sort());
  expectOfficialNames(on.emulator);
});

test('network: made once per token, read, found by tag, removed, and removed again', async () => {
  await using on = await stage();
  const { vpcs, vSwitches, securityGroups } = on.cloud;
  const at = await network(on.cloud);
  const again = await vpcs.create(
    { ...owned, name: 'test-vpc', cidrBlock: '172.16.0.0/16' },
    markOf('vpc'),
    never,
  );
  expect(again).toBe(at.vpc);
  await expect(vpcs.read(at.vpc, never)).resolves.toMatchObject({ id: at.vpc, cidrBlock: '172.16.0.0/16' });
  await expect(vSwitches.read(at.vSwitch, never)).resolves.toMatchObject({ vpcId: at.vpc, zoneId: at.zone });
  await expect(securityGroups.read(at.group, never)).resolves.toMatchObject({ id: at.group, vpcId: at.vpc });
  for (const [kind, id] of [
    [vpcs, at.vpc],
    [vSwitches, at.vSwitch],
    [securityGroups, at.group],
  ] as const) {
    expect((await kind.find(runTag, never)).map((item) => item.id)).toEqual([id]);
    expect(await kind.find({ 'ecs-imagebuild:run': 'other' }, never)).toEqual([]);
  }
  for (const [kind, id] of [
    [securityGroups, at.group],
    [vSwitches, at.vSwitch],
    [vpcs, at.vpc],
  ] as const) {
    await kind.remove(id, never);
    await kind.remove(id, never);
    await expect(kind.read(id, never)).resolves.toBeUndefined();
  }
  expect(on.emulator.record.find((call) => call.action === 'CreateVpc')?.product).toBe('Vpc');
  expectOfficialNames(on.emulator);
});

test('security rules: told to the service once, though asked for twice', async () => {
  await using on = await stage();
  const at = await network(on.cloud);
  const rules = [
    { direction: 'ingress', protocol: 'tcp', ports: '22/22', cidr: '10.0.0.0/8' },
    { direction: 'egress', protocol: 'all', ports: '-1/-1', cidr: '0.0.0.0/0' },
  ] as const;
  await on.cloud.securityGroups.authorize(at.group, rules, markOf('rules'), never);
  await on.cloud.securityGroups.authorize(at.group, rules, { ...markOf('rules'), token: 'other' }, never);
  expect(on.calls('AuthorizeSecurityGroup')[0]).toMatchObject({
    'Permissions.1.IpProtocol': 'tcp',
    'Permissions.1.PortRange': '22/22',
    'Permissions.1.SourceCidrIp': '10.0.0.0/8',
  });
  expect(on.calls('AuthorizeSecurityGroupEgress')[0]).toMatchObject({
    'Permissions.1.DestCidrIp': '0.0.0.0/0',
  });
  expectOfficialNames(on.emulator);
});

test('key pairs: one of a name; that of another run is an error', async () => {
  await using on = await stage();
  const spec = { ...owned, name: 'run-1-key', publicKey };
  await on.cloud.keyPairs.create(spec, markOf('key'), never);
  await expect(on.cloud.keyPairs.create(spec, markOf('key'), never)).resolves.toBe('run-1-key');
  await expect(on.cloud.keyPairs.create(spec, markOf('other'), never)).rejects.toMatchObject({
    code: 'cloud-exists',
  });
  await expect(on.cloud.keyPairs.read('run-1-key', never)).resolves.toMatchObject({
    tags: { team: 'images' },
  });
  expect(await on.cloud.keyPairs.find(runTag, never)).toHaveLength(1);
  await on.cloud.keyPairs.remove('run-1-key', never);
  await on.cloud.keyPairs.remove('run-1-key', never);
  await expect(on.cloud.keyPairs.read('run-1-key', never)).resolves.toBeUndefined();
  expectOfficialNames(on.emulator);
});

test('an instance: made with all it needs in one call, stopped keeping its place, removed', async () => {
  await using on = await stage();
  const { instances } = on.cloud;
  const at = await network(on.cloud);
  await on.cloud.keyPairs.create({ ...owned, name: 'test-key', publicKey }, markOf('key'), never);
  const autoReleaseTime = `${new Date(Date.now() + 7_200_000).toISOString().slice(0, 17)}00Z`;
  const spec = instanceSpec(at, {
    keyPairName: 'test-key',
    userData: Buffer.from('#!/bin/sh\n'),
    internetMaxBandwidthOut: 5,
    autoReleaseTime,
    dataDisks: [dataDisk({ name: 'data', category: 'cloud_essd', size: 20, deleteWithInstance: true })],
  });
  const id = await instances.create(spec, markOf('instance'), never);
  expect(on.calls('RunInstances')[0]).toMatchObject({
    Amount: '1',
    KeyPairName: 'test-key',
    UserData: 'IyEvYmluL3NoCg==',
    'SystemDisk.Size': '40',
    'DataDisk.1.Size': '20',
    'DataDisk.1.DeleteWithInstance': 'true',
    'Tag.1.Key': 'team',
    'Tag.2.Key': 'ecs-imagebuild:run',
    IoOptimized: 'optimized',
    AutoReleaseTime: autoReleaseTime,
    ClientToken: 'token-instance',
  });
  const running = await seen(instances, id, 'Running');
  expect(running).toMatchObject({ vpcId: at.vpc, zoneId: at.zone });
  expect([running.privateIp, running.publicIp].every((address) => /^\d+(\.\d+){3}$/.test(address))).toBe(
    true,
  );
  await instances.start(id, never);
  const disks = await on.cloud.disks.ofInstance(id, never);
  expect(disks.map((disk) => [disk.type, disk.size]).toSorted()).toEqual([
    ['data', 20],
    ['system', 40],
  ]);
  await instances.extendAutoRelease(id, autoReleaseTime, never);
  await instances.stop(id, false, never);
  await seen(instances, id, 'Stopped');
  await instances.stop(id, false, never);
  expect(on.calls('StopInstance')[0]).toMatchObject({ StoppedMode: 'KeepCharging', ForceStop: 'false' });
  await on.cloud.tag('instance', [id], { later: 'yes' }, never);
  expect(await instances.find({ later: 'yes' }, never)).toHaveLength(1);
  await instances.remove(id, never);
  await expect.poll(() => instances.read(id, never)).toBeUndefined();
  await instances.remove(id, never);
  expectOfficialNames(on.emulator);
});

test('an EIP: bound and taken off, each twice, and released', async () => {
  await using on = await stage();
  const { eips, instances } = on.cloud;
  const at = await network(on.cloud);
  const instance = await instances.create(instanceSpec(at), markOf('instance'), never);
  await seen(instances, instance, 'Running');
  const spec = { ...owned, name: 'test-eip', internetChargeType: 'PayByTraffic', bandwidth: 5 };
  const id = await eips.create(spec, markOf('eip'), never);
  await eips.associate(id, instance, markOf('eip'), never);
  await eips.associate(id, instance, { ...markOf('eip'), token: 'other' }, never);
  expect(await seen(eips, id, 'InUse')).toMatchObject({ instanceId: instance });
  await eips.unassociate(id, instance, markOf('eip'), never);
  await eips.unassociate(id, instance, { ...markOf('eip'), token: 'other' }, never);
  await seen(eips, id, 'Available');
  expect(await eips.find(runTag, never)).toHaveLength(1);
  await eips.remove(id, never);
  await expect.poll(() => eips.read(id, never)).toBeUndefined();
  await eips.remove(id, never);
  expectOfficialNames(on.emulator);
});
