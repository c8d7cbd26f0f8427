import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../src/emulator/record.ts';
import { callsTo } from '../emulator/calls.ts';
import { skippingClock } from '../test-clock.ts';
import { type Rig, rig } from './rig.ts';

const EVERYTHING = {
  image_ignore_data_disks: true,
  image_copy_regions: ['cn-beijing', 'cn-shanghai'],
  image_share_account: ['1111111111111111'],
  tags: { app: 'web' },
};
const RESULT = ['cn-beijing', 'cn-hangzhou', 'cn-shanghai'].flatMap((region) => [
  `image ${region}`,
  `snapshot ${region}`,
]);
const RUN = { runId: 'run1' };

function made(it: Rig, action: string): number {
  return callsTo(it.emulator.record, action).filter(({ status }) => status === 200).length;
}

describe('an image that is complete', () => {
  test.each([
    ['CopyImage', 2, 'the copies in cn-', 4],
    ['TagResources', 1, 'the tags of the snapshots', 6],
    ['ModifyImageSharePermission', 2, 'who may use it (1111111111111111)', 6],
  ])('stays when %s is refused, and resume makes what is missing', async (action, nth, missing, left) => {
    await using it = await rig({ faults: [{ action, nth, code: 'Forbidden.RAM', status: 403 }] });
    const failing = it.build(EVERYTHING, RUN);
    await expect(failing).rejects.toMatchObject({
      code: 'cloud-denied',
      hint: expect.stringMatching(
        /^.*Complete, and kept: image m-\w+ \(packer_basic\) in cn-hangzhou.*resume run1/,
      ),
      data: { missing: expect.arrayContaining([expect.stringContaining(missing)]) },
    });
    expect(it.left()).toHaveLength(left);
    expect(it.left().filter((thing) => !RESULT.includes(thing))).toEqual([]);
    it.emulator.faults.clear();
    const artifact = await it.build(EVERYTHING, RUN);
    expect(artifact?.images).toHaveLength(3);
    expect(it.left()).toEqual(RESULT.toSorted());
    expect([made(it, 'RunInstances'), made(it, 'CreateImage'), made(it, 'CopyImage')]).toEqual([1, 1, 2]);
    for (const { shares } of artifact?.images ?? []) expect(shares).toEqual(['1111111111111111']);
  });

  test('is told with the copies that are complete', async () => {
    await using it = await rig({
      faults: [{ action: 'CopyImage', nth: 1, code: 'QuotaExceed.Image', status: 403 }],
      latency: { imageCopy: 50 },
    });
    await expect(it.build(EVERYTHING)).rejects.toThrow('QuotaExceed.Image');
    const kept = it.events.flatMap((event) => (event.type === 'kept' ? event.images : []));
    expect(kept.map(({ region }) => region)).toHaveLength(2);
    expect(kept).toContainEqual(expect.objectContaining({ name: 'packer_basic', region: 'cn-hangzhou' }));
  });

  test.each(['image', 'copies'])('stays when somebody presses Ctrl-C during its %s', async (what) => {
    const interrupt = new AbortController();
    const onCall = (call: CallRecord) =>
      void (call.action === 'CopyImage' && setImmediate(() => interrupt.abort()));
    const clock = skippingClock();
    await using it = await rig({ latency: { imageCopy: 60_000 }, onCall }, clock);
    const settings = what === 'copies' ? EVERYTHING : { image_encrypted: true };
    await expect(it.build(settings, { ...RUN, signal: interrupt.signal })).rejects.toMatchObject({
      code: 'cancelled',
      hint: expect.stringContaining('Complete, and kept: image m-'),
    });
    expect(clock.now()).toBeLessThan(15_000);
    expect(it.left()).toContain('image cn-hangzhou');
    expect(it.left()).not.toContain('VPC cn-hangzhou');
    const before = made(it, 'CreateImage');
    await it.build(settings, RUN);
    expect([before, made(it, 'CreateImage')]).toEqual([1, 1]);
    expect(it.left()).toEqual(
      what === 'copies' ? RESULT.toSorted() : ['image cn-hangzhou', 'snapshot cn-hangzhou'],
    );
  });

  test('goes with everything else where that is asked for, or in a cleanup of the run', async () => {
    await using it = await rig({ faults: [{ action: 'CopyImage', code: 'Forbidden.RAM', status: 403 }] });
    await expect(it.build(EVERYTHING, { onError: 'cleanup-all' })).rejects.toThrow('Forbidden.RAM');
    expect(it.left()).toEqual([]);
    await expect(it.build(EVERYTHING, { runId: 'given-up' })).rejects.toThrow('Forbidden.RAM');
    expect(it.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
    expect(await it.cleanup('given-up', EVERYTHING)).toBe(true);
    expect(it.left()).toEqual([]);
  });

  test('keeps the temporary image for as long as a copy has to be made of it', async () => {
    await using it = await rig({
      faults: [{ action: 'CopyImage', code: 'Forbidden.RAM', status: 403 }],
    });
    const settings = { image_encrypted: true, image_ignore_data_disks: true };
    await expect(it.build(settings, RUN)).rejects.toThrow('Forbidden.RAM');
    expect(it.left()).toContain('image cn-hangzhou');
    it.emulator.faults.clear();
    await it.build(settings, RUN);
    expect(made(it, 'CreateImage')).toBe(1);
    expect(it.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
  });
});

test('copies that the service takes one after the other wait for each other', async () => {
  await using it = await rig({
    faults: [{ action: 'CopyImage', from: 2, to: 3, code: 'OperationDenied.ImageCopying', status: 403 }],
  });
  const artifact = await it.build({ image_copy_regions: ['cn-beijing', 'cn-shanghai', 'cn-shenzhen'] });
  expect(artifact?.images).toHaveLength(4);
  expect(made(it, 'CopyImage')).toBe(3);
  // What was refused may keep its answer under its token.
  const tokens = it.sent('CopyImage').map(({ ClientToken }) => ClientToken);
  expect(new Set(tokens).size).toBe(tokens.length);
});
