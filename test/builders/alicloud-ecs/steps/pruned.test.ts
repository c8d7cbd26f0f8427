import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { image } from './things.ts';

const signal = new AbortController().signal;
const WEB = { target_image_family: 'web' };

test('keeps the newest images of the family and deletes older ones with their snapshots', async () => {
  await using it = await stepRig('pruned', { ...WEB, image_keep_last: 1 });
  const old = await image(it.cloud, { name: 'old', family: 'web' });
  const other = await image(it.cloud, { name: 'other', family: 'else' });
  const own = await image(it.cloud, { name: 'new', family: 'web' });
  expect(await it.run({ image: own })).toEqual({ deprecated: [], deleted: [old.id] });
  const left = await Promise.all([old, other, own].map(({ id }) => it.cloud.images.read(id, signal)));
  expect(left.map((each) => each?.name)).toEqual([undefined, 'other', 'new']);
  expect(it.left().filter((noun) => noun === 'snapshot')).toHaveLength(2);
});

test('touches no image that is shared', async () => {
  await using it = await stepRig('pruned', { ...WEB, image_keep_last: 1 });
  const old = await image(it.cloud, { name: 'old', family: 'web' });
  await it.cloud.images.share(old.id, { add: ['1234567890123456'], remove: [] }, signal);
  const own = await image(it.cloud, { name: 'new', family: 'web' });
  expect(await it.run({ image: own })).toEqual({ deprecated: [], deleted: [] });
  expect(it.told()).toContain(`Image ${old.id} (old) stays: it is shared`);
});

test('deprecates what is older than the template says', async () => {
  await using it = await stepRig('pruned', { ...WEB, image_deprecate_after: 1 });
  const old = await image(it.cloud, { name: 'old', family: 'web' });
  const own = await image(it.cloud, { name: 'new', family: 'web' });
  expect(await it.run({ image: own })).toEqual({ deprecated: [old.id], deleted: [] });
  expect((await it.cloud.images.read(old.id, signal))?.status).toBe('Deprecated');
});
