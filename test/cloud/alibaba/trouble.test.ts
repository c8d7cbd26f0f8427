import { expect, test } from 'vitest';
import { alibabaCloud } from '../../../src/cloud/alibaba/alibaba-cloud.ts';
import { Keys } from '../../../src/cloud/alibaba/credentials/keys.ts';
import { staticKeys } from '../../../src/cloud/alibaba/credentials/static-keys.ts';
import type { FaultRule } from '../../../src/emulator/fault-rule.ts';
import { never } from './account.ts';
import { instanceSpec, markOf, network, owned, seen, stage } from './stage.ts';

const vpcSpec = { ...owned, name: 'test-vpc', cidrBlock: '172.16.0.0/16' };

test.each([
  [{ action: 'RunInstances', nth: 1, reset: 'after' }],
  [{ action: 'RunInstances', nth: 1, truncate: true }],
  [{ action: 'RunInstances', nth: 1, when: 'after', code: 'InternalError' }],
  [{ action: 'RunInstances', to: 3, code: 'Throttling.User' }],
  [{ action: 'RunInstances', nth: 1, html: true }],
] as [FaultRule][])('one instance comes of %j', async (fault) => {
  await using on = await stage();
  const at = await network(on.cloud);
  on.emulator.faults.add(fault);
  const id = await on.cloud.instances.create(instanceSpec(at), markOf('instance'), never);
  expect((await on.cloud.instances.find({ team: 'images' }, never)).map((one) => one.id)).toEqual([id]);
  expect(on.calls('RunInstances').length).toBeGreaterThan(1);
});

test.each(['ImportKeyPair', 'CreateVpc', 'AllocateEipAddress'])(
  'a lost answer of %s leaves no second thing behind',
  async (action) => {
    await using on = await stage({ faults: [{ action, nth: 1, reset: 'after' }] });
    const before = on.emulator.leftovers().length;
    const ssh = await import('ssh2');
    const { public: publicKey } = ssh.default.utils.generateKeyPairSync('rsa', { bits: 2048 });
    const make: Record<string, () => Promise<string>> = {
      ImportKeyPair: () =>
        on.cloud.keyPairs.create({ ...owned, name: 'test-key', publicKey }, markOf('key'), never),
      CreateVpc: () => on.cloud.vpcs.create(vpcSpec, markOf('vpc'), never),
      AllocateEipAddress: () =>
        on.cloud.eips.create(
          { ...owned, name: 'test-eip', internetChargeType: 'PayByTraffic', bandwidth: 5 },
          markOf('eip'),
          never,
        ),
    };
    await make[action]?.();
    expect(on.calls(action)).toHaveLength(2);
    const nouns = new Set(
      on.emulator
        .leftovers()
        .slice(before)
        .map(({ id }) => id),
    );
    const vpcs = await on.cloud.vpcs.find({ team: 'images' }, never);
    const eips = await on.cloud.eips.find({ team: 'images' }, never);
    const keyPairs = await on.cloud.keyPairs.find({ team: 'images' }, never);
    expect(vpcs.length + eips.length + keyPairs.length).toBe(1);
    expect(nouns.size).toBeGreaterThan(0);
  },
);

test('reads of all builds in the process meet in one call', async () => {
  await using on = await stage();
  const keys = new Keys(on.emulator.accessKeyId, on.emulator.accessKeySecret);
  const other = alibabaCloud({
    region: 'cn-hangzhou',
    credentials: staticKeys(keys, 'another build'),
    endpointUrl: on.emulator.url,
  });
  const at = await network(on.cloud);
  const made = await Promise.all(
    [1, 2, 3].map((n) => on.cloud.instances.create(instanceSpec(at), markOf(`instance-${n}`), never)),
  );
  const before = on.calls('DescribeInstances').length;
  const reads = made.flatMap((id) => [on.cloud.instances.read(id, never), other.instances.read(id, never)]);
  expect((await Promise.all(reads)).map((instance) => instance?.id)).toEqual(made.flatMap((id) => [id, id]));
  expect(on.calls('DescribeInstances').length - before).toBe(1);
  await other.close();
  await expect(on.cloud.instances.read(made[0] ?? '', never)).resolves.toBeDefined();
});

test('what an instance still holds is removed as soon as it has let go', async () => {
  await using on = await stage({ latency: { instanceDelete: 300 } });
  const at = await network(on.cloud);
  const id = await on.cloud.instances.create(instanceSpec(at), markOf('instance'), never);
  await seen(on.cloud.instances, id, 'Running');
  await on.cloud.instances.remove(id, never);
  await Promise.all([
    on.cloud.securityGroups.remove(at.group, never),
    on.cloud.vSwitches.remove(at.vSwitch, never),
    on.cloud.vpcs.remove(at.vpc, never),
  ]);
  expect(on.emulator.leftovers()).toEqual([]);
});

test('what does not let go is reported with the reason after the time for it', async () => {
  await using on = await stage();
  const at = await network(on.cloud);
  const keys = new Keys(on.emulator.accessKeyId, on.emulator.accessKeySecret);
  const impatient = alibabaCloud({
    region: 'cn-hangzhou',
    credentials: staticKeys(keys, 'the test'),
    endpointUrl: on.emulator.url,
    patience: 300,
  });
  await expect(impatient.vpcs.remove(at.vpc, never)).rejects.toMatchObject({
    message: expect.stringMatching(
      new RegExp(
        `^Removing VPC ${at.vpc} in cn-hangzhou: .+ \\(DependencyViolation.*Tried \\d+ times in \\d+ s\\.$`,
      ),
    ),
    data: expect.objectContaining({ action: 'DeleteVpc' }),
  });
  await impatient.close();
});

test('denied is never taken for gone', async () => {
  await using on = await stage({ faults: [{ action: '*', code: 'Forbidden.RAM', status: 403 }] });
  const { vpcs, images, instances } = on.cloud;
  for (const call of [
    () => vpcs.read('vpc-1', never),
    () => vpcs.remove('vpc-1', never),
    () => images.read('m-1', never),
    () => instances.remove('i-1', never),
  ])
    await expect(call()).rejects.toMatchObject({
      code: 'cloud-denied',
      hint: expect.stringMatching(/grant (ecs|vpc):[A-Z]\w+ to it/),
      data: expect.objectContaining({ api: 'Forbidden.RAM' }),
    });
});

test('zones are told even to keys that may not ask for the stock', async () => {
  await using on = await stage({
    faults: [{ action: 'DescribeAvailableResource', code: 'Forbidden.RAM', status: 403 }],
  });
  expect((await on.cloud.zones('ecs.g6.large', never))[0]).toMatchObject({ offersType: true, inStock: true });
});

test('more things than a page holds are all found', async () => {
  await using on = await stage({ quotas: { vpcs: 80 } });
  const numbers = Array.from({ length: 55 }, (_, at) => at);
  for (const n of numbers)
    await on.cloud.vpcs.create({ ...vpcSpec, name: `test-${n}` }, markOf(`vpc-${n}`), never);
  expect(await on.cloud.vpcs.find({ 'ecs-imagebuild:run': 'run-1' }, never)).toHaveLength(55);
  expect(on.calls('DescribeVpcs').map((params) => params['PageNumber'])).toContain('2');
});
