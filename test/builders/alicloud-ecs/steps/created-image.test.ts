import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { stoppedInstance } from './things.ts';

test('makes the image of the instance, and removes it with its snapshots', async () => {
  await using it = await stepRig('createdImage', { image_name: 'ours', target_image_family: 'web' });
  const have = await stoppedInstance(it.cloud);
  const made = await it.run(have);
  expect(made).toMatchObject({ region: 'cn-hangzhou', name: 'ours', snapshots: [expect.any(String)] });
  expect(it.sent('CreateImage')).toMatchObject([{ InstanceId: have.instance.id, ImageFamily: 'web' }]);
  expect(await it.check(made)).toBe(true);
  expect(await it.undo()).toBe(true);
  expect(it.left()).not.toContain('image');
  expect(it.left()).not.toContain('snapshot');
});

test('to encrypt is a temporary one, outside the family', async () => {
  const settings = { image_name: 'ours', image_encrypted: true, target_image_family: 'web' };
  await using it = await stepRig('createdImage', settings);
  expect(await it.run(await stoppedInstance(it.cloud))).toMatchObject({ name: 'packer_run' });
  expect(it.sent('CreateImage')[0]).not.toHaveProperty('ImageFamily');
});

test('is one though the answer was lost', async () => {
  await using it = await stepRig('createdImage');
  const have = await stoppedInstance(it.cloud);
  it.emulator.faults.add({ action: 'CreateImage', nth: 1, reset: 'after' });
  await it.run(have);
  expect(it.left().filter((noun) => noun === 'image')).toHaveLength(1);
});
