import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { image } from './things.ts';

const signal = new AbortController().signal;
const [ONE, TWO] = ['1234567890123456', '6543210987654321'];

test('lets accounts use the image, and others no more', async () => {
  await using it = await stepRig('shared', { image_share_account: [ONE], image_unshare_account: [TWO] });
  const made = await image(it.cloud);
  await it.cloud.images.share(made.id, { add: [TWO], remove: [] }, signal);
  expect(await it.run({ image: made })).toEqual({ accounts: [ONE] });
  expect(await it.cloud.images.shares(made.id, signal)).toEqual([ONE]);
});

test('takes that back after a failure; an image that is gone is shared with nobody', async () => {
  const limits = { timeout: 2000, patience: 20 };
  await using it = await stepRig('shared', { image_share_account: [ONE] }, { limits });
  const made = await image(it.cloud);
  await it.run({ image: made });
  expect(await it.undo()).toBe(true);
  expect(await it.cloud.images.shares(made.id, signal)).toEqual([]);
  await it.run();
  await it.cloud.images.remove(made.id, signal);
  expect(await it.undo()).toBe(true);
});
