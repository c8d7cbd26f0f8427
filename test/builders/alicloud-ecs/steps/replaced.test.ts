import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { image } from './things.ts';

test.each([true, false])('deletes the image that gave way, its snapshots too: %s', async (snapshots) => {
  await using it = await stepRig('replaced', {
    image_force_delete: true,
    image_force_delete_snapshots: snapshots,
  });
  const old = await image(it.cloud);
  const replaced = [{ ...old, asideName: 'old-replaced-run' }];
  expect(await it.run({ namesFreed: { replaced } })).toEqual({ deleted: [old.id] });
  expect(it.left()).not.toContain('image');
  expect(it.left().includes('snapshot')).toBe(!snapshots);
});

test('leaves one that cannot be deleted, says how to, and does not fail', async () => {
  await using it = await stepRig('replaced', { image_force_delete: true });
  const old = await image(it.cloud);
  it.emulator.faults.add({ action: 'DeleteImage', code: 'InvalidImageId.Forbidden', status: 403 });
  const replaced = [{ ...old, asideName: 'old-replaced-run' }];
  expect(await it.run({ namesFreed: { replaced } })).toEqual({ deleted: [] });
  expect(it.told().at(-1)).toContain(`Failed to delete image: ${old.id} (now named old-replaced-run)`);
});
