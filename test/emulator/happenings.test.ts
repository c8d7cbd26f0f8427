import { expect, test } from 'vitest';
import { rig } from '../e2e/rig.ts';
import { skippingClock } from '../test-clock.ts';
import { callV1 } from './raw-client.ts';

const common = { Version: '2016-04-28' };

test('what is hidden is not found by reads nor by calls that name it, and comes to light', async () => {
  await using it = await rig({ faults: [{ action: 'CreateVpc', nth: 1, hide: 400 }] });
  const { url } = it.emulator;
  const call = (action: string, params = {}) =>
    callV1(url, action, { RegionId: 'cn-hangzhou', ...params }, { key: it.emulator, common });
  const { VpcId } = (await call('CreateVpc')).json;
  expect((await call('DescribeVpcs')).json.TotalCount).toBe(0);
  expect((await call('DeleteVpc', { VpcId })).status).not.toBe(200);
  await expect.poll(async () => (await call('DescribeVpcs')).json.TotalCount, { timeout: 10_000 }).toBe(1);
  expect((await call('DeleteVpc', { VpcId })).status).toBe(200);
});

test.each([
  [{}, 'released', /(released|removed) meanwhile\./],
  [{ spot_strategy: 'SpotAsPriceGo' }, 'reclaimed', /spot instance/],
] as const)(
  '%o: an instance that is %s in mid-build is told of, and nothing is left',
  async (settings, happens, says) => {
    // By a clock that skips, what is being deleted is seen however busy the machine is.
    await using it = await rig({ latency: { instanceDelete: 20_000 } }, skippingClock());
    it.emulator.faults.add({ action: 'StopInstance', nth: 1, happens });
    await expect(it.build(settings)).rejects.toThrow(says);
    expect(it.left()).toEqual([]);
  },
);

test('an instance that is no spot instance is not taken back', async () => {
  await using it = await rig({ faults: [{ action: 'StopInstance', happens: 'reclaimed' }] });
  await it.build({ skip_create_image: true });
  expect(it.left()).toEqual([]);
});

test.each([1_200_000, -1_200_000])(
  'a clock that is off by %i ms is measured and made up for',
  async (clockAhead) => {
    await using it = await rig({ faults: { clockAhead, faults: [] } });
    await it.build({ skip_create_image: true });
    const late = it.emulator.record.filter(({ code }) => code === 'InvalidTimeStamp.Expired');
    expect(late.length).toBeGreaterThan(0);
    expect(late.length).toBeLessThan(8);
  },
);

test('a clock that is called wrong though its Date is ours is an error with a way out', async () => {
  await using it = await rig({ faults: [{ action: '*', code: 'InvalidTimeStamp.Expired' }] });
  await expect(it.build()).rejects.toMatchObject({
    code: 'cloud-denied',
    hint: expect.stringContaining('clock of this machine'),
  });
});
