import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';

test('chooses a zone that sells the type, and what to try after it', async () => {
  await using it = await stepRig('zone', { instance_types: ['ecs.g6.large', 'ecs.g7.large'] });
  const { id, choices } = await it.run();
  expect(id).toBe(choices[0]?.zone);
  expect(new Set(choices.map(({ type }) => type))).toEqual(new Set(['ecs.g6.large', 'ecs.g7.large']));
});

test('asks nobody where there is nothing to choose', async () => {
  await using it = await stepRig('zone', { zone_id: 'cn-hangzhou-h' });
  expect(await it.run()).toMatchObject({ id: 'cn-hangzhou-h' });
  await using given = await stepRig('zone', { vswitch_id: 'vsw-1' });
  expect(await given.run()).toMatchObject({ id: '' });
  expect([...it.emulator.record, ...given.emulator.record]).toEqual([]);
});

test('names the types that are sold where the one asked for is not', async () => {
  await using it = await stepRig('zone', { instance_type: 'ecs.none.large' });
  await expect(it.run()).rejects.toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining('ecs.g6.large'),
  });
});
