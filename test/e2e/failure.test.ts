import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../src/emulator/record.ts';
import { skippingClock } from '../test-clock.ts';
import { rig } from './rig.ts';

const EVERYTHING = {
  associate_public_ip_address: true,
  image_ignore_data_disks: true,
  image_copy_regions: ['cn-beijing'],
  image_share_account: ['1111111111111111'],
  tags: { app: 'web' },
};

const CHANGES = [
  'CreateVpc',
  'CreateVSwitch',
  'CreateSecurityGroup',
  'AuthorizeSecurityGroup',
  'AuthorizeSecurityGroupEgress',
  'RunInstances',
  'AllocateEipAddress',
  'AssociateEipAddress',
  'StopInstance',
  'CreateSnapshot',
  'CreateImage',
];

describe('a build that fails', () => {
  test.each(CHANGES)('at %s leaves nothing and tells why', async (action) => {
    await using it = await rig({
      guests: 'memory',
      faults: [{ action, code: 'Forbidden.RAM', status: 403 }],
    });
    const failing = it.build({ ...EVERYTHING, communicator: 'ssh', ssh_username: 'root' });
    await expect(failing).rejects.toMatchObject({
      code: 'cloud-denied',
      data: { action, api: 'Forbidden.RAM' },
    });
    expect(it.left()).toEqual([]);
  });

  test.each([
    'CreateVpc',
    'CreateVSwitch',
    'CreateSecurityGroup',
    'RunInstances',
    'CreateSnapshot',
    'CreateImage',
    'CopyImage',
  ])('because the answer to %s got lost still finds what was made', async (action) => {
    const faults = [{ action, when: 'after', code: 'Forbidden.RAM', status: 403, nth: 1 }];
    await using it = await rig({
      faults: faults.map((fault) => ({ ...fault, code: 'InternalError', status: 500 })),
    });
    await it.build(EVERYTHING);
    expect(it.left()).toEqual([
      'image cn-beijing',
      'image cn-hangzhou',
      'snapshot cn-beijing',
      'snapshot cn-hangzhou',
    ]);
  });

  test('in a wait leaves nothing either: the id is known before the wait', async () => {
    await using it = await rig({ latency: { image: 2500 } });
    const stop = new AbortController();
    const failing = it.build({}, { signal: stop.signal });
    const ended = expect(failing).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => it.sent('CreateImage').length, { timeout: 15_000 }).toBe(1);
    stop.abort();
    await ended;
    expect(it.left()).toEqual([]);
  });

  test('keeps everything when told to, and resumes with it', async () => {
    await using it = await rig({
      faults: [{ action: 'CreateImage', code: 'QuotaExceed.Image', status: 403 }],
    });
    const how = { runId: 'kept', onError: 'abort' as const };
    await expect(it.build({}, how)).rejects.toMatchObject({ code: 'cloud-quota' });
    expect(it.left()).toContain('instance cn-hangzhou');
    it.emulator.faults.clear();
    await it.build({}, how);
    expect(it.sent('RunInstances')).toHaveLength(1);
    expect(it.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
  });
});

describe('a build that is cancelled', () => {
  test.each([
    ['while the instance starts', 'RunInstances', { instanceStarting: 60_000 }],
    ['while the image is made', 'CreateImage', { image: 2000 }],
  ])('%s ends at once and leaves nothing', async (_when, action, latency) => {
    const interrupt = new AbortController();
    const clock = skippingClock();
    const onCall = (call: CallRecord) =>
      void (call.action === action && setImmediate(() => interrupt.abort()));
    await using it = await rig({ latency, onCall }, clock);
    await expect(it.build(EVERYTHING, { signal: interrupt.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(clock.now()).toBeLessThan(15_000);
    expect(it.left()).toEqual([]);
  });

  test('does not run the error-cleanup-provisioner', async () => {
    const interrupt = new AbortController();
    await using it = await rig();
    let cleaned = false;
    const failing = it.build(
      {},
      {
        signal: interrupt.signal,
        async provision() {
          interrupt.abort();
          await new Promise((resolve) => setImmediate(resolve));
          throw new Error('stopped');
        },
        provisionCleanup: async () => {
          cleaned = true;
        },
      },
    );
    await expect(failing).rejects.toMatchObject({ code: 'cancelled' });
    expect(cleaned).toBe(false);
  });
});

describe('preflight', () => {
  test('names every region that does not exist', async () => {
    await using it = await rig();
    await expect(it.build({ image_copy_regions: ['cn-nowhere', 'cn-beijing', ''] })).rejects.toThrow(
      '2 error(s) occurred:\n\n* Not a valid alicloud region: cn-nowhere\n* Not a valid alicloud region: ',
    );
    expect(it.changes()).toEqual([]);
  });

  test.each([
    [{ source_image: 'm-nowhere' }, 'No alicloud image was found matching filters: m-nowhere'],
    [
      { source_image: '', image_family: 'nobody' },
      'No alicloud image was found matching image family: nobody',
    ],
    [{ instance_type: 'ecs.none.large' }, "The instance type ecs.none.large isn't available in this region."],
  ])('finds %o before anything is made', async (settings, text) => {
    await using it = await rig();
    await expect(it.build(settings)).rejects.toThrow(text);
    expect(it.changes()).toEqual([]);
  });

  test('does not look at regions when told so', async () => {
    await using it = await rig();
    await it.build({ skip_region_validation: true, skip_create_image: true });
    expect(it.sent('DescribeRegions')).toEqual([]);
  });

  test('refuses wrong keys with one call each and no retry', async () => {
    await using it = await rig();
    await expect(it.build({ secret_key: 'wrong' })).rejects.toMatchObject({ code: 'cloud-denied' });
    expect(it.emulator.record.length).toBeLessThan(8);
  });
});
