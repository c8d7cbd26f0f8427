import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { image } from './things.ts';

test('puts the tags of the template on the snapshots of the images', async () => {
  await using it = await stepRig('tagged', { tags: { team: 'web', a: 'b' } });
  const made = await image(it.cloud);
  expect(await it.run({ image: made })).toEqual({ snapshots: 1 });
  expect(it.sent('TagResources')).toMatchObject([
    { ResourceType: 'snapshot', 'ResourceId.1': made.snapshots[0] },
  ]);
  expect(it.told()).toEqual([`Adding tags(map[a:b team:web]) to snapshot: ${made.snapshots[0]}`]);
});

test('has nothing to do without tags', async () => {
  await using it = await stepRig('tagged');
  expect(await it.run()).toEqual({ snapshots: 0 });
  expect(it.emulator.record).toEqual([]);
});
