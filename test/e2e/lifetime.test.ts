import { describe, expect, test } from 'vitest';
import { type Rig, rig } from './rig.ts';

const day = 86_400_000;

/** Builds images of a family and dates them one a day, the last of yesterday; gives their ids, oldest first. */
async function days(it: Rig, count: number, settings = {}): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const artifact = await it.build({ image_name: `web_${number}`, target_image_family: 'web', ...settings });
    for (const { region, id } of artifact?.images ?? [])
      Object.assign(images(it, region)[id] ?? {}, { createdAt: Date.now() - (count + 1 - number) * day });
    ids.push(artifact?.images.find(({ region }) => region === 'cn-hangzhou')?.id ?? '');
  }
  return ids;
}

const images = (it: Rig, region = 'cn-hangzhou') => it.emulator.world.state.regions[region]?.images ?? {};
const newest = { image_name: 'newest', target_image_family: 'web' };

describe('image_keep_last', () => {
  test('keeps the newest of the family and deletes the others with their snapshots', async () => {
    await using it = await rig();
    const ids = await days(it, 4);
    const other = await it.build({ image_name: 'other', target_image_family: 'db' });
    const last = await it.build({ ...newest, image_keep_last: 2 });
    expect(Object.keys(images(it)).sort()).toEqual(
      [ids[3], other?.images[0]?.id, last?.images[0]?.id].sort(),
    );
    expect(it.left()).toEqual([
      ...Array(3).fill('image cn-hangzhou'),
      ...Array(3).fill('snapshot cn-hangzhou'),
    ]);
  });

  test('touches neither a shared image nor one in use', async () => {
    await using it = await rig();
    const [shared = '', used = '', free = ''] = await days(it, 3);
    const image = images(it)[shared];
    if (image !== undefined) image.shares = { '1234567890123456': Date.now() };
    // An instance of somebody else, made of the second image.
    const kept = it.build(
      { image_name: 'holder', source_image: used },
      { onError: 'abort', provision: () => Promise.reject(new Error('stays')) },
    );
    await expect(kept).rejects.toThrow('stays');
    await it.build({ ...newest, image_keep_last: 1 });
    expect(Object.keys(images(it))).toEqual(expect.arrayContaining([shared, used]));
    expect(Object.keys(images(it))).not.toContain(free);
    const told = it.events.flatMap((event) => (event.type === 'note' ? [event.text] : []));
    expect(told).toContain(`Image ${shared} (web_1) stays: it is shared`);
    expect(told).toContain(`Image ${used} (web_2) stays: it is in use`);
  });

  test('works in the regions of copies too, by their families', async () => {
    await using it = await rig();
    const copies = { image_copy_regions: ['cn-beijing'], image_copy_families: ['web'] };
    await days(it, 2, copies);
    await it.build({ ...newest, ...copies, image_keep_last: 1 });
    expect(Object.keys(images(it))).toHaveLength(1);
    expect(Object.keys(images(it, 'cn-beijing'))).toHaveLength(1);
  });

  test('never fails a build, and deletes nothing before the new image is there', async () => {
    await using it = await rig();
    await days(it, 2);
    it.emulator.faults.add({ action: 'DeleteImage', code: 'Forbidden.RAM', status: 403 });
    await it.build({ ...newest, image_keep_last: 1 });
    expect(Object.keys(images(it))).toHaveLength(3);
    it.emulator.faults.clear();
    it.emulator.faults.add({ action: 'CreateImage', code: 'QuotaExceed.Image', status: 403 });
    await expect(it.build({ ...newest, image_name: 'none', image_keep_last: 1 })).rejects.toThrow();
    expect(Object.keys(images(it))).toHaveLength(3);
  });
});

test('image_deprecate_after marks what is old enough and not shared', async () => {
  await using it = await rig();
  const ids = await days(it, 3);
  const shared = images(it)[ids[0] ?? ''];
  if (shared !== undefined) shared.shares = { '1234567890123456': Date.now() };
  await it.build({ ...newest, image_deprecate_after: '36h' });
  expect(ids.map((id) => images(it)[id]?.status)).toEqual(['Available', 'Deprecated', 'Available']);
  expect(it.sent('ModifyImageAttribute')).toMatchObject([{ ImageId: ids[1], Status: 'Deprecated' }]);
});
