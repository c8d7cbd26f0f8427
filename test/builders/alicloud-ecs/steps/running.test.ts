import { expect, test } from 'vitest';
import { ZONE } from './neutral.ts';
import { stepRig } from './rig.ts';
import { instance } from './things.ts';

test('waits until the instance runs', async () => {
  await using it = await stepRig('running');
  expect(await it.run(await instance(it.cloud))).toEqual({ zoneId: ZONE });
});

test('ends at once when the instance is gone', async () => {
  await using it = await stepRig('running');
  const made = await instance(it.cloud);
  await it.run(made);
  await it.cloud.instances.remove(made.instance.id, new AbortController().signal);
  await expect(it.run(made)).rejects.toMatchObject({ code: 'wait-dead' });
});
