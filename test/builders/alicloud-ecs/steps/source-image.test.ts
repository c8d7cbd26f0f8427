import { expect, test } from 'vitest';
import { SOURCE } from './neutral.ts';
import { stepRig } from './rig.ts';

test('finds the image that is named', async () => {
  await using it = await stepRig('sourceImage');
  expect(await it.run()).toMatchObject({ id: SOURCE, osType: 'linux' });
  expect(it.told()).toEqual([`Found image ID: ${SOURCE}`]);
});

test('takes the newest image of a family', async () => {
  await using it = await stepRig('sourceImage', { source_image: '', image_family: 'acs:centos_7_9_x64' });
  expect((await it.run()).id).toMatch(/^centos_7_9/);
  expect(it.sent('DescribeImageFromFamily')).toHaveLength(1);
});

test('says what the service does not have', async () => {
  await using it = await stepRig('sourceImage', { source_image: 'm-gone' });
  await expect(it.run()).rejects.toMatchObject({ code: 'cloud-missing', data: { id: 'm-gone' } });
  await using family = await stepRig('sourceImage', { source_image: '', image_family: 'acs:gone' });
  await expect(family.run()).rejects.toMatchObject({ code: 'cloud-missing', data: { family: 'acs:gone' } });
});
