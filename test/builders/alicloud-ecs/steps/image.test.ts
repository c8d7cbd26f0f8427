import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { image } from './things.ts';

test('is the one just made, without encryption', async () => {
  await using it = await stepRig('image');
  const createdImage = await image(it.cloud);
  expect(await it.run({ createdImage })).toEqual(createdImage);
  expect(await it.undo()).toBe(true);
  expect(it.left()).toContain('image');
});

test('is an encrypted copy in the same region, which alone is removed', async () => {
  const settings = {
    image_name: 'ours',
    image_encrypted: true,
    kms_key_id: 'key-hangzhou',
    target_image_family: 'web',
  };
  await using it = await stepRig('image', settings);
  const createdImage = await image(it.cloud);
  const made = await it.run({ createdImage });
  expect(made).toMatchObject({ region: 'cn-hangzhou', name: 'ours' });
  expect(it.sent('CopyImage')).toMatchObject([
    {
      ImageId: createdImage.id,
      Encrypted: 'true',
      KMSKeyId: 'key-hangzhou',
      DestinationRegionId: 'cn-hangzhou',
    },
  ]);
  expect(await it.check(made)).toBe(true);
  expect(await it.undo()).toBe(true);
  expect(it.left().filter((noun) => noun === 'image')).toHaveLength(1);
});
