import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { stoppedInstance } from './things.ts';

test('takes one of the system disk when data disks are left out, and removes it', async () => {
  await using it = await stepRig('snapshot', { image_ignore_data_disks: true, tags: { a: 'b' } });
  const { id } = await it.run(await stoppedInstance(it.cloud));
  expect(it.sent('CreateSnapshot')).toMatchObject([{ SnapshotName: 'packer_run' }]);
  expect(it.told()).toContain(`Created snapshot: ${id}`);
  expect(await it.undo()).toBe(true);
  expect(it.left()).not.toContain('snapshot');
});

test('is one though the answer was lost', async () => {
  await using it = await stepRig('snapshot', { image_ignore_data_disks: true });
  const have = await stoppedInstance(it.cloud);
  it.emulator.faults.add({ action: 'CreateSnapshot', nth: 1, reset: 'after' });
  await it.run(have);
  expect(it.left().filter((noun) => noun === 'snapshot')).toHaveLength(1);
});

test('is not needed otherwise', async () => {
  await using it = await stepRig('snapshot');
  expect(await it.run()).toEqual({ id: '' });
  expect(it.emulator.record).toEqual([]);
});
