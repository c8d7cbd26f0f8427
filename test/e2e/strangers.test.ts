import ssh from 'ssh2';
import { describe, expect, test } from 'vitest';
import { accountCloud, thingsOfRuns } from '../../src/builders/alicloud-ecs/orphans.ts';
import type { Cloud } from '../../src/cloud/port.ts';
import type { Carelessness } from '../../src/emulator/careless.ts';
import { type Rig, rig } from './rig.ts';

const signal = new AbortController().signal;
const unmarked = { token: 'strangers', tags: {} };
const owned = { tags: {}, resourceGroupId: '' };

async function cloudOf({ emulator }: Rig): Promise<Cloud> {
  const { accessKeyId, accessKeySecret, url } = emulator;
  const env = { ALICLOUD_ACCESS_KEY: accessKeyId, ALICLOUD_SECRET_KEY: accessKeySecret };
  return accountCloud({ env, profile: '', region: 'cn-hangzhou', endpointUrl: url });
}

/** Things of the account that no run has made; gives their ids. */
async function strangers(cloud: Cloud): Promise<readonly string[]> {
  const vpc = await cloud.vpcs.create(
    { ...owned, name: 'production', cidrBlock: '10.0.0.0/8' },
    unmarked,
    signal,
  );
  await expect.poll(async () => (await cloud.vpcs.read(vpc, signal))?.status).toBe('Available');
  const vSwitch = {
    ...owned,
    name: 'production',
    vpcId: vpc,
    zoneId: 'cn-hangzhou-h',
    cidrBlock: '10.0.0.0/24',
  };
  return [
    vpc,
    await cloud.vSwitches.create(vSwitch, unmarked, signal),
    await cloud.securityGroups.create({ ...owned, name: 'production', vpcId: vpc }, unmarked, signal),
    await cloud.eips.create(
      { ...owned, name: 'production', internetChargeType: 'PayByTraffic', bandwidth: 5 },
      unmarked,
      signal,
    ),
    await cloud.keyPairs.create({ ...owned, name: 'production', publicKey: KEY }, unmarked, signal),
  ];
}

const { public: KEY } = ssh.utils.generateKeyPairSync('rsa', { bits: 2048, comment: 'theirs' });

/** The call by which each step asks for its thing. */
const ASKED: Readonly<Record<string, string>> = {
  vpc: 'CreateVpc',
  vSwitch: 'CreateVSwitch',
  securityGroup: 'CreateSecurityGroup',
  keyPair: 'ImportKeyPair',
  eip: 'AllocateEipAddress',
  instance: 'RunInstances',
  createdImage: 'CreateImage',
};

/** How the service is careless, and when the connection breaks that asks it for a thing. */
const services: readonly (readonly [string, Carelessness, 'before' | 'after'])[] = [
  ['ignores filters', { ignoresFilters: true }, 'before'],
  ['shows no tags', { omitsTags: true }, 'after'],
  ['ignores filters and shows no tags', { ignoresFilters: true, omitsTags: true }, 'before'],
];

describe.each(services)('where the service %s', (_name, careless, reset) => {
  test.each(Object.entries(ASKED))(
    'a run that never heard of its %s takes nothing of others, and leaves nothing',
    async (step, action) => {
      await using it = await rig({ careless });
      const cloud = await cloudOf(it);
      const ids = await strangers(cloud);
      it.emulator.faults.add({ action, reset });
      const settings = {
        associate_public_ip_address: true,
        communicator: step === 'keyPair' ? 'ssh' : 'none',
        ssh_username: 'root',
      };
      const limits = { timeout: 2000, patience: 0 };
      await expect(it.build(settings, { runId: 'run', onError: 'abort', limits })).rejects.toMatchObject({
        code: 'cloud-unavailable',
      });
      it.emulator.faults.clear();
      // Without a guest nobody answers over SSH, so that run is given up instead.
      if (step === 'keyPair') expect(await it.cleanup('run', settings)).toBe(true);
      else await it.build(settings, { runId: 'run' });
      const left = it.emulator.leftovers().filter(({ noun }) => !/^(image|snapshot)$/.test(noun));
      expect(left.map(({ id }) => id).sort()).toEqual([...ids].sort());
      await cloud.close();
    },
  );

  test('orphans are what shows the mark of a run; the rest is only named', async () => {
    await using it = await rig({ careless });
    const cloud = await cloudOf(it);
    const ids = await strangers(cloud);
    const { tagged, unmarked: named } = await thingsOfRuns(cloud, signal);
    expect(tagged).toEqual([]);
    const expected = careless.ignoresFilters ? expect.arrayContaining([...ids]) : [];
    expect(named.map(({ id }) => id)).toEqual(expected);
    await cloud.close();
  });

  test('images of another name and family are neither renamed nor deleted', async () => {
    await using it = await rig({ careless });
    await it.build({ image_name: 'production', target_image_family: 'production' });
    const settings = { target_image_family: 'ours', image_keep_last: 1, image_force_delete: true };
    await it.build({ ...settings, image_name: 'ours' });
    expect(it.changes().filter((action) => /^(Modify|Delete)Image/.test(action))).toEqual([]);
  });
});
