import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { image } from './things.ts';

const signal = new AbortController().signal;

test('renames an image that has the name, and gives the name back', async () => {
  await using it = await stepRig('namesFreed', { image_name: 'old', image_force_delete: true });
  const old = await image(it.cloud);
  const aside = 'old-replaced-run';
  expect(await it.run()).toEqual({ replaced: [{ ...old, asideName: aside }] });
  expect((await it.cloud.images.read(old.id, signal))?.name).toBe(aside);
  // A run that died on the way finds it under the other name.
  expect(await it.run()).toEqual({ replaced: [{ ...old, asideName: aside }] });
  await it.undo();
  expect((await it.cloud.images.read(old.id, signal))?.name).toBe('old');
  expect(it.sent('DeleteImage')).toEqual([]);
});

test('leaves all images alone unless the template forces it', async () => {
  await using it = await stepRig('namesFreed', { image_name: 'old' });
  await image(it.cloud);
  expect(await it.run()).toEqual({ replaced: [] });
  expect(it.sent('ModifyImageAttribute')).toEqual([]);
});
