import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { image } from './things.ts';

const TWO = { image_copy_regions: ['cn-beijing', 'cn-shanghai'], image_copy_names: ['north', 'east'] };

test('copies the image to each region, and removes the copies alone', async () => {
  await using it = await stepRig('copies', TWO);
  const createdImage = await image(it.cloud);
  const fact = await it.run({ createdImage });
  expect(fact.images.map(({ region, name }) => `${region} ${name}`)).toEqual([
    'cn-beijing north',
    'cn-shanghai east',
  ]);
  expect(await it.check(fact)).toBe(true);
  expect(await it.undo()).toBe(true);
  expect(it.left().filter((noun) => noun === 'image')).toHaveLength(1);
});

test('makes none a second time though an answer was lost', async () => {
  await using it = await stepRig('copies', TWO);
  const createdImage = await image(it.cloud);
  it.emulator.faults.add({ action: 'CopyImage', nth: 1, reset: 'after' });
  await it.run({ createdImage });
  expect(it.left().filter((noun) => noun === 'image')).toHaveLength(3);
});

test('has nothing to do without regions', async () => {
  await using it = await stepRig('copies');
  expect(await it.run()).toEqual({ images: [] });
  expect(it.emulator.record).toEqual([]);
});
