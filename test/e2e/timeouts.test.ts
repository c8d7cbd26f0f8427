import { expect, test } from 'vitest';
import { skippingClock } from '../test-clock.ts';
import { rig } from './rig.ts';

const hour = 3_600_000;
/** The wait of 60 s, and what comes before and after it. */
const LATEST = 120_000;
const copies = { image_copy_regions: ['cn-beijing', 'cn-shanghai'] };
const left = ['image cn-beijing', 'image cn-hangzhou', 'image cn-shanghai'];

test.each([
  [
    'the image',
    { image: hour },
    { wait_snapshot_ready_timeout: 60 },
    /^Waiting for image m-\w+ to be ready: not after [\d.]+ s/,
  ],
  [
    'the snapshot of the system disk',
    { snapshot: hour },
    { wait_snapshot_ready_timeout: 60, image_ignore_data_disks: true },
    /^Waiting for snapshot s-\w+ to be ready: not after [\d.]+ s/,
  ],
  [
    'copies',
    { imageCopy: hour },
    { wait_copying_image_ready_timeout: 60, ...copies },
    /^Waiting for image copy m-\w+ to be ready: not after [\d.]+ s/,
  ],
  [
    'the encrypted image',
    { imageCopy: hour },
    { wait_copying_image_ready_timeout: 60, image_encrypted: true },
    /^Waiting for image copy m-\w+ to be ready: not after [\d.]+ s/,
  ],
])(
  'a time-out for %s ends the wait, undoes nothing and says how to go on',
  async (_what, latency, settings, message) => {
    const clock = skippingClock();
    await using it = await rig({ latency }, clock);
    await expect(it.build(settings)).rejects.toMatchObject({
      code: 'wait-timeout',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('ecs-imagebuild resume run1'),
    });
    expect(clock.now()).toBeLessThan(LATEST);
    expect(
      it.changes().filter((action) => /^(DeleteImage|CancelCopyImage|DeleteSnapshot)/.test(action)),
    ).toEqual([]);
    expect(it.left().filter((thing) => /^(image|snapshot)/.test(thing))).not.toEqual([]);
  },
);

test('the run goes on with the same copies when it is taken up again', async () => {
  await using it = await rig({ latency: { imageCopy: 90_000 } }, skippingClock());
  await expect(
    it.build({ ...copies, wait_copying_image_ready_timeout: 60 }, { runId: 'late' }),
  ).rejects.toThrow();
  expect(it.left().filter((thing) => thing.startsWith('image'))).toEqual(left);
  const artifact = await it.build(copies, { runId: 'late' });
  expect(artifact?.images).toHaveLength(3);
  expect(it.sent('CopyImage')).toHaveLength(2);
  expect(it.sent('CreateImage')).toHaveLength(1);
  expect(it.left().filter((thing) => !/^(image|snapshot)/.test(thing))).toEqual([]);
});
