import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { alibabaCloud } from '../../src/cloud/alibaba/alibaba-cloud.ts';
import { Keys } from '../../src/cloud/alibaba/credentials/keys.ts';
import { staticKeys } from '../../src/cloud/alibaba/credentials/static-keys.ts';
import type { Cloud } from '../../src/cloud/port.ts';
import { markOf } from '../../src/engine/mark.ts';
import { type Rig, rig } from './rig.ts';

const signal = new AbortController().signal;
const none = { tags: {}, resourceGroupId: '' };

/** Somebody else's resources in the account, made before the build. */
function account({ emulator }: Rig): { cloud: Cloud; mark: (what: string) => ReturnType<typeof markOf> } {
  const credentials = staticKeys(new Keys(emulator.accessKeyId, emulator.accessKeySecret), 'a test');
  const cloud = alibabaCloud({ region: 'cn-hangzhou', credentials, endpointUrl: emulator.url });
  return { cloud, mark: (step) => markOf({ runId: 'others', step, key: '', attempt: 0 }) };
}

async function network(it: Rig, cidrBlock = '10.1.0.0/16', taken = '10.1.0.0/24') {
  const { cloud, mark } = account(it);
  const vpc = await cloud.vpcs.create({ ...none, name: 'team', cidrBlock }, mark('vpc'), signal);
  const [zone] = await cloud.zones('ecs.g6.large', signal);
  const place = { ...none, name: 'team', vpcId: vpc, zoneId: zone?.id ?? '', cidrBlock: taken };
  const vSwitch = await cloud.vSwitches.create(place, mark('vSwitch'), signal);
  const group = await cloud.securityGroups.create(
    { ...none, name: 'team', vpcId: vpc },
    mark('group'),
    signal,
  );
  await cloud.close();
  return { vpc, vSwitch, group };
}

async function addressService(address: () => string) {
  const server = createServer((_request, response) => void response.end(address()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  return {
    url: `http://127.0.0.1:${typeof place === 'object' ? place?.port : ''}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

const KEPT = ['VPC cn-hangzhou', 'image cn-hangzhou', 'security group cn-hangzhou', 'snapshot cn-hangzhou'];

describe('the network of a build', () => {
  test('is temporary: a VPC, a vSwitch in a zone that sells the type, and a group', async () => {
    await using it = await rig();
    await it.build({ vpc_name: 'my-vpc', vswitch_name: 'my-switch', security_group_name: 'my-group' });
    expect(it.sent('CreateVpc')).toMatchObject([{ VpcName: 'my-vpc' }]);
    expect(it.sent('CreateVSwitch')).toMatchObject([
      { VSwitchName: 'my-switch', CidrBlock: '172.16.0.0/24' },
    ]);
    expect(it.sent('CreateSecurityGroup')).toMatchObject([{ SecurityGroupName: 'my-group' }]);
    const [vSwitch] = it.sent('CreateVSwitch');
    expect(it.sent('RunInstances')).toMatchObject([{ ZoneId: vSwitch?.['ZoneId'] }]);
  });

  test('follows the range of the template, as wide as a vSwitch may be', async () => {
    await using it = await rig();
    await it.build({ vpc_cidr_block: '10.0.0.0/8', skip_create_image: true });
    expect(it.sent('CreateVpc')).toMatchObject([{ CidrBlock: '10.0.0.0/8' }]);
    expect(it.sent('CreateVSwitch')).toMatchObject([{ CidrBlock: '10.0.0.0/16' }]);
  });

  test('that is given is used, and stays', async () => {
    await using it = await rig();
    const { vpc, vSwitch, group } = await network(it);
    const before = it.changes().length;
    await it.build({ vpc_id: vpc, vswitch_id: vSwitch, security_group_id: group });
    expect(it.changes().slice(before)).not.toContain('CreateVpc');
    expect(it.sent('RunInstances')).toMatchObject([{ VSwitchId: vSwitch, SecurityGroupId: group }]);
    expect(it.left()).toEqual([...KEPT, 'vSwitch cn-hangzhou']);
  });

  test('needs no vpc_id where the vSwitch or the group tells it', async () => {
    await using it = await rig();
    const { vSwitch, group } = await network(it);
    await it.build({ vswitch_id: vSwitch, skip_create_image: true });
    await it.build({ security_group_id: group, skip_create_image: true });
    expect(it.sent('CreateVpc')).toHaveLength(1);
  });

  test('takes a block that is free in somebody’s own VPC', async () => {
    await using it = await rig();
    const { vpc } = await network(it);
    await it.build({ vpc_id: vpc });
    expect(it.sent('CreateVSwitch')).toMatchObject([{}, { VpcId: vpc, CidrBlock: '10.1.1.0/24' }]);
    expect(it.left()).toEqual([...KEPT, 'vSwitch cn-hangzhou']);
  });

  test('says so when that VPC is full', async () => {
    await using it = await rig();
    const { vpc } = await network(it, '192.168.0.0/24', '192.168.0.0/24');
    await expect(it.build({ vpc_id: vpc })).rejects.toThrow(
      `Choosing a range for a vSwitch in ${vpc}: none is free in 192.168.0.0/24.`,
    );
  });

  test.each([
    ['vpc_id', 'vpc', 'vpc-nowhere'],
    ['vswitch_id', 'vswitch', 'vsw-nowhere'],
    ['security_group_id', 'security group', 'sg-nowhere'],
    ['eip_id', 'EIP', 'eip-nowhere'],
  ])('must exist: %s', async (field, noun, id) => {
    await using it = await rig();
    await expect(it.build({ [field]: id })).rejects.toThrow(`The specified ${noun} {${id}} doesn't exist.`);
    expect(it.left()).toEqual([]);
  });

  test.each([true, false])('is never the classic one, VPC given: %s', async (given) => {
    await using it = await rig();
    const { cloud, mark } = account(it);
    const id = await cloud.securityGroups.create({ ...none, name: 'old', vpcId: '' }, mark('old'), signal);
    await cloud.close();
    const vpc = given ? { vpc_id: (await network(it)).vpc } : {};
    const before = it.left();
    await expect(it.build({ security_group_id: id, ...vpc })).rejects.toThrow(
      `The specified security group {${id}} is one of the classic network, which the service has closed`,
    );
    expect(it.left()).toEqual(before);
  });

  test('must fit together', async () => {
    await using it = await rig();
    const { vSwitch } = await network(it);
    const other = await it
      .build({ skip_create_image: true, vswitch_id: vSwitch, zone_id: 'cn-hangzhou-x' })
      .catch(String);
    expect(other).toContain(`The specified vswitch {${vSwitch}} lies in zone`);
  });

  test('lets in the communicator’s port alone', async () => {
    await using it = await rig({ guests: 'memory' });
    await it
      .build({ communicator: 'ssh', ssh_port: 2222, skip_create_image: true, ssh_timeout: '1s' })
      .catch(() => undefined);
    const ingress = { 'Permissions.1.PortRange': '2222/2222', 'Permissions.1.IpProtocol': 'tcp' };
    expect(it.sent('AuthorizeSecurityGroup')).toMatchObject([ingress]);
    const ports = Object.entries(it.sent('AuthorizeSecurityGroup')[0] ?? {}).filter(([name]) =>
      name.endsWith('PortRange'),
    );
    expect(new Set(ports.map(([, range]) => range))).toEqual(new Set(['2222/2222']));
    expect(it.left()).toEqual([]);
  });
});

describe('who is let in', () => {
  const ssh = { communicator: 'ssh', skip_create_image: true, ssh_timeout: '1ms' };
  const eip = { associate_public_ip_address: true };
  const from = (it: Rig) =>
    it.sent('AuthorizeSecurityGroup').flatMap((call) =>
      Object.keys(call)
        .filter((name) => name.endsWith('.SourceCidrIp'))
        .map((name) => call[name]),
    );

  test.each([
    [
      'a range of the template',
      { ...eip, security_group_source_cidr: '198.51.100.0/24' },
      ['198.51.100.0/24'],
    ],
    [
      'an address of the template',
      { ...eip, security_group_source_cidr: '198.51.100.7' },
      ['198.51.100.7/32'],
    ],
    [
      'private addresses at a private one',
      { ssh_private_ip: true },
      ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
    ],
  ])('%s', async (_what, settings, expected) => {
    await using it = await rig();
    await expect(it.build({ ...ssh, ...settings })).rejects.toMatchObject({ code: 'connect-timeout' });
    expect(from(it)).toEqual(expected);
  });

  test('this machine’s own address alone, also from where the run is taken up again', async () => {
    await using it = await rig();
    let address = '47.1.2.3';
    await using service = await addressService(() => address);
    const env = { ECS_IMAGEBUILD_ADDRESS_URL: service.url };
    const run = () => it.build({ ...ssh, ...eip }, { env, runId: 'moved', onError: 'abort' });
    await expect(run()).rejects.toMatchObject({ code: 'connect-timeout' });
    await expect(run()).rejects.toMatchObject({ code: 'connect-timeout' });
    expect(from(it)).toEqual(['47.1.2.3/32']);
    address = '47.4.5.6';
    await expect(run()).rejects.toMatchObject({ code: 'connect-timeout' });
    expect(from(it)).toEqual(['47.1.2.3/32', '47.4.5.6/32']);
  });
});

describe('a public address of the instance’s own', () => {
  test('is had without an EIP', async () => {
    await using it = await rig();
    const settings = {
      associate_public_ip_address: true,
      public_ip_via: 'instance',
      skip_create_image: true,
    };
    await it.build(settings);
    await it.build({ ...settings, internet_max_bandwidth_out: 50, internet_charge_type: 'PayByBandwidth' });
    expect(it.sent('RunInstances')).toMatchObject([
      { InternetMaxBandwidthOut: '5', InternetChargeType: 'PayByTraffic' },
      { InternetMaxBandwidthOut: '50', InternetChargeType: 'PayByBandwidth' },
    ]);
    expect(it.changes().filter((action) => /Eip/.test(action))).toEqual([]);
  });

  test('is not had with public_ip_via eip', async () => {
    await using it = await rig();
    await it.build({ public_ip_via: 'eip', skip_create_image: true });
    expect(it.sent('AllocateEipAddress')).toHaveLength(1);
    expect(it.sent('RunInstances')[0]).not.toHaveProperty('InternetMaxBandwidthOut');
  });
});

describe('an EIP', () => {
  test('is allocated, associated while the instance runs, and released', async () => {
    await using it = await rig();
    await it.build({
      associate_public_ip_address: true,
      internet_charge_type: 'PayByTraffic',
      internet_max_bandwidth_out: 50,
      skip_create_image: true,
    });
    expect(it.sent('AllocateEipAddress')).toMatchObject([
      { Bandwidth: '50', InternetChargeType: 'PayByTraffic' },
    ]);
    expect(it.sent('RunInstances')[0]).not.toHaveProperty('InternetMaxBandwidthOut');
    expect(it.changes().filter((action) => /Eip/.test(action))).toEqual([
      'AllocateEipAddress',
      'AssociateEipAddress',
      'UnassociateEipAddress',
      'ReleaseEipAddress',
    ]);
    expect(it.left()).toEqual([]);
  });

  test('that is given is given back, not released', async () => {
    await using it = await rig();
    const { cloud, mark } = account(it);
    const spec = { ...none, name: 'team', internetChargeType: 'PayByTraffic', bandwidth: 5 };
    const id = await cloud.eips.create(spec, mark('eip'), signal);
    await it.build({ eip_id: id, skip_create_image: true });
    expect(it.sent('AssociateEipAddress')).toMatchObject([{ AllocationId: id }]);
    expect(it.left()).toEqual(['EIP cn-hangzhou']);
    expect(await cloud.eips.read(id, signal)).toMatchObject({ status: 'Available' });
    await cloud.close();
  });

  test('is gone while the image is still being made', async () => {
    await using it = await rig({ latency: { snapshot: 400, image: 100 } });
    await it.build({ associate_public_ip_address: true });
    const changes = it.changes();
    expect(changes.indexOf('ReleaseEipAddress')).toBeLessThan(changes.indexOf('DeleteInstance'));
  });
});
