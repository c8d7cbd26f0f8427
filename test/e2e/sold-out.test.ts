import { expect, test } from 'vitest';
import type { FaultRule } from '../../src/emulator/fault-rule.ts';
import { type Rig, rig } from './rig.ts';

const IMAGE_AND_SNAPSHOT = ['image cn-hangzhou', 'snapshot cn-hangzhou'];
const noStock = (rule: Partial<FaultRule>): FaultRule => ({
  action: 'RunInstances',
  code: 'OperationDenied.NoStock',
  status: 403,
  ...rule,
});
const [first, second] = ['cn-hangzhou-h', 'cn-hangzhou-i'];
const both = { zone_ids: [first, second] };
const types = { instance_type: '', instance_types: ['ecs.g6.large', 'ecs.c6.large'] };

const asked = (it: Rig) =>
  it.sent('RunInstances').map(({ InstanceType, ZoneId }) => `${InstanceType} ${ZoneId}`);

test('types and zones are tried in order until one is in stock, each with a token of its own', async () => {
  await using it = await rig({ soldOut: ['ecs.g6.large', `ecs.c6.large@${first}`] });
  await it.build({ ...types, ...both });
  expect(asked(it)).toEqual([
    `ecs.g6.large ${first}`,
    `ecs.g6.large ${second}`,
    `ecs.c6.large ${first}`,
    `ecs.c6.large ${second}`,
  ]);
  expect(new Set(it.sent('RunInstances').map(({ ClientToken }) => ClientToken)).size).toBe(4);
  expect(it.sent('CreateVSwitch').map(({ ZoneId, CidrBlock }) => [ZoneId, CidrBlock])).toEqual([
    [first, '172.16.0.0/24'],
    [second, '172.16.1.0/24'],
  ]);
  expect(it.left()).toEqual(IMAGE_AND_SNAPSHOT);
});

test.each(['Zone.NotOnSale', 'OperationDenied.NoStock', 'InvalidSpotPriceLimit.LowerThanPublicPrice'])(
  '%s leads to the next type in the same vSwitch',
  async (code) => {
    await using it = await rig();
    it.emulator.faults.add(noStock({ nth: 1, code }));
    await it.build({ ...types, zone_id: first, skip_create_image: true });
    expect(asked(it)).toEqual([`ecs.g6.large ${first}`, `ecs.c6.large ${first}`]);
    expect(it.sent('CreateVSwitch')).toHaveLength(1);
    expect(it.left()).toEqual([]);
  },
);

test('without a zone in the template all zones with stock are tried', async () => {
  await using it = await rig();
  it.emulator.faults.add(noStock({ nth: 1 }));
  await it.build({ skip_create_image: true });
  expect(new Set(asked(it)).size).toBe(2);
  expect(it.left()).toEqual([]);
});

test('another refusal is final', async () => {
  await using it = await rig();
  it.emulator.faults.add(noStock({ code: 'QuotaExceed.AfterpayInstance' }));
  await expect(it.build({ ...types, ...both })).rejects.toMatchObject({ code: 'cloud-quota' });
  expect(asked(it)).toHaveLength(1);
  expect(it.left()).toEqual([]);
});

test('when everything is sold out the error lists what was tried, and nothing is left', async () => {
  await using it = await rig();
  it.emulator.faults.add(noStock({}));
  await expect(it.build({ ...both })).rejects.toThrow(
    `nothing that could be tried is available now: ecs.g6.large in ${first}, ecs.g6.large in ${second}.`,
  );
  expect(it.left()).toEqual([]);
});

test('zones that do not sell the type are left out; none that does is an error before anything is made', async () => {
  await using it = await rig();
  await expect(it.build({ zone_ids: ['cn-hangzhou-nowhere', 'cn-hangzhou-none'] })).rejects.toThrow(
    "The instance type ecs.g6.large isn't available in this region.",
  );
  expect(it.changes()).toEqual([]);
});

test('a range of the template is shared among the zones', async () => {
  await using it = await rig();
  it.emulator.faults.add(noStock({ nth: 1 }));
  await it.build({ ...both, vpc_cidr_block: '192.168.0.0/24', skip_create_image: true });
  expect(it.sent('CreateVSwitch').map(({ CidrBlock }) => CidrBlock)).toEqual([
    '192.168.0.0/25',
    '192.168.0.128/28',
  ]);
});

test('spot instances', async () => {
  await using it = await rig();
  await it.build({ spot_strategy: 'SpotWithPriceLimit', spot_price_limit: '0.25', skip_create_image: true });
  expect(it.sent('RunInstances')).toMatchObject([
    { SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: '0.25', InstanceChargeType: 'PostPaid' },
  ]);
});

test('a run whose answer was lost in the second zone finds the same instance again', async () => {
  await using it = await rig();
  it.emulator.faults.add(noStock({ nth: 1 }));
  it.emulator.faults.add({ action: 'RunInstances', nth: 2, reset: 'after' });
  await it.build({ ...both, skip_create_image: true });
  expect(new Set(asked(it))).toEqual(new Set([`ecs.g6.large ${first}`, `ecs.g6.large ${second}`]));
  expect(it.left()).toEqual([]);
});
