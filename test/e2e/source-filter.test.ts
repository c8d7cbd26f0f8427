import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/template/model/template.ts';
import { type Rig, rig } from './rig.ts';

const started = async (it: Rig, filter: JsonObject) => {
  await it.build({
    source_image: '',
    source_image_filter: filter,
    image_name: 'made',
    skip_create_image: true,
  });
  return it.sent('RunInstances').at(-1)?.['ImageId'];
};

test.each([
  [
    { owner: 'system', family: 'acs:centos_7_9_x64', most_recent: true },
    'centos_7_9_x64_20G_alibase_20240403.vhd',
  ],
  [
    { owner: 'system', name: 'debian_11_?_x64*', architecture: 'x86_64' },
    'debian_11_9_x64_20G_alibase_20240716.vhd',
  ],
  [{ owner: 'system', os: 'centos', name: 'centos_7_9*2023*' }, 'centos_7_9_x64_20G_alibase_20231120.vhd'],
])('%j finds %s', async (filter, id) => {
  await using it = await rig();
  expect(await started(it, filter)).toBe(id);
});

test('tags and the newest of several', async () => {
  await using it = await rig();
  await it.build({ image_name: 'web_1', tags: { app: 'web' } });
  // The service tells whole seconds.
  for (const image of Object.values(it.emulator.world.state.regions['cn-hangzhou']?.images ?? {}))
    if (image.name === 'web_1') Object.assign(image, { createdAt: image.createdAt - 60_000 });
  const second = await it.build({ image_name: 'web_2', tags: { app: 'web' } });
  await it.build({ image_name: 'db_1', tags: { app: 'db' } });
  const filter = { owner: 'self', tags: { app: 'web' } };
  await expect(started(it, filter)).rejects.toThrow('source_image_filter matches 2 images: ');
  expect(await started(it, { ...filter, most_recent: true })).toBe(second?.images[0]?.id);
});

test('no match names what comes near and why it is not it', async () => {
  await using it = await rig();
  const build = started(it, { owner: 'system', name: 'debian_11_9_x64*', architecture: 'arm64' });
  await expect(build).rejects.toMatchObject({
    code: 'cloud-missing',
    message:
      'No image matches source_image_filter (owner system, name debian_11_9_x64*, architecture arm64).',
    hint: expect.stringContaining('debian_11_9_x64_20G_alibase_20240716.vhd but for its architecture'),
  });
  expect(it.changes()).toEqual([]);
  await expect(started(it, { owner: 'self' })).rejects.toMatchObject({
    hint: 'There are none at all of this owner in this region: check owner and region.',
  });
});
