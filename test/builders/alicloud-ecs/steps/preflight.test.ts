import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { image } from './things.ts';

test('looks at account, regions and names, and makes nothing', async () => {
  await using it = await stepRig('preflight', {
    image_copy_regions: ['cn-beijing'],
    image_copy_names: ['copy'],
  });
  expect(await it.run()).toEqual({ autoReleaseTime: '' });
  const names = it.sent('DescribeImages').map(({ RegionId, ImageName }) => `${RegionId} ${ImageName}`);
  expect(names.sort()).toEqual(['cn-beijing copy', 'cn-hangzhou packer_basic']);
  expect(it.left()).toEqual([]);
});

test('refuses regions that do not exist, all at once', async () => {
  await using it = await stepRig('preflight', { image_copy_regions: ['cn-nowhere', 'cn-beijing', 'xx-1'] });
  await expect(it.run()).rejects.toMatchObject({
    code: 'config-invalid',
    data: { regions: ['cn-nowhere', 'xx-1'] },
  });
});

test('refuses a name that is taken, unless that image is to give way', async () => {
  await using it = await stepRig('preflight', { image_name: 'old' });
  const { id } = await image(it.cloud);
  await expect(it.run()).rejects.toMatchObject({ code: 'cloud-exists', data: { name: 'old', id } });
  await using forced = await stepRig('preflight', { image_name: 'old', image_force_delete: true });
  await image(forced.cloud);
  await expect(forced.run()).resolves.toBeDefined();
});

test('decides once when the cloud ends a forgotten instance', async () => {
  await using it = await stepRig('preflight', {}, { autoRelease: 3 * 3_600_000 });
  const { autoReleaseTime } = await it.run();
  expect(Date.parse(autoReleaseTime) - Date.now()).toBeGreaterThan(2 * 3_600_000);
});
