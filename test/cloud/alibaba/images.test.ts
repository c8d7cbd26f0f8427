import { expect, test } from 'vitest';
import { never } from './account.ts';
import {
  expectOfficialNames,
  instanceSpec,
  markOf,
  network,
  owned,
  type Stage,
  seen,
  stage,
} from './stage.ts';

const runTag = { 'ecs-imagebuild:run': 'run-1' };

const imageSpec = {
  ...owned,
  name: 'golden',
  version: '1',
  description: 'made by a test',
  family: 'golden-family',
  bootMode: '',
};

async function stoppedInstance(on: Stage): Promise<string> {
  const id = await on.cloud.instances.create(
    instanceSpec(await network(on.cloud)),
    markOf('instance'),
    never,
  );
  await seen(on.cloud.instances, id, 'Running');
  await on.cloud.instances.stop(id, true, never);
  await seen(on.cloud.instances, id, 'Stopped');
  return id;
}

test('an image of an instance: named, newest of its family, shared with many, renamed, removed though shared', async () => {
  await using on = await stage();
  const { images } = on.cloud;
  const instanceId = await stoppedInstance(on);
  const id = await images.create({ ...imageSpec, source: { instanceId } }, markOf('image'), never);
  await expect(images.create({ ...imageSpec, source: { instanceId } }, markOf('image'), never)).resolves.toBe(
    id,
  );
  const image = await seen(images, id, 'Available');
  expect(image).toMatchObject({ name: 'golden', family: 'golden-family', owner: 'self', osType: 'linux' });
  expect(image).toMatchObject({ progress: 100, copied: false, tags: { team: 'images', ...runTag } });
  expect(image.disks).toEqual([expect.objectContaining({ type: 'system', size: 40 })]);
  expect((await images.named('golden', never)).map((one) => one.id)).toEqual([id]);
  expect(await images.named('gold', never)).toEqual([]);
  expect((await images.find(runTag, never)).map((one) => one.id)).toEqual([id]);
  expect((await images.newest('golden-family', never))?.id).toBe(id);
  expect(await images.newest('no-such-family', never)).toBeUndefined();
  const accounts = Array.from({ length: 12 }, (_, at) => `10000000000000${10 + at}`);
  await images.share(id, { add: accounts, remove: [] }, never);
  expect((await images.shares(id, never)).toSorted()).toEqual(accounts);
  expect(on.calls('ModifyImageSharePermission')).toHaveLength(2);
  await images.modify(id, { name: 'silver', family: 'silver-family' }, never);
  expect(await images.read(id, never)).toMatchObject({ name: 'silver', family: 'silver-family' });
  await images.remove(id, never);
  await images.remove(id, never);
  await expect(images.read(id, never)).resolves.toBeUndefined();
  expectOfficialNames(on.emulator);
});

test('a source image of the service, among more than one page of images', async () => {
  await using on = await stage();
  const id = 'aliyun_3_x64_20G_alibase_20240819.vhd';
  await expect(on.cloud.images.source(id, false, never)).resolves.toMatchObject({ id, owner: 'system' });
  await expect(on.cloud.images.source('m-none', true, never)).resolves.toBeUndefined();
});

test('a snapshot, an image of it, and both removed', async () => {
  await using on = await stage();
  const { snapshots, images, disks } = on.cloud;
  const [disk] = await disks.ofInstance(await stoppedInstance(on), never);
  const spec = { ...owned, diskId: disk?.id ?? '', name: 'shot' };
  const id = await snapshots.create(spec, markOf('snapshot'), never);
  const snapshot = await seen(snapshots, id, 'accomplished');
  expect(snapshot).toMatchObject({ diskId: disk?.id, progress: 100, tags: { team: 'images' } });
  expect((await snapshots.find(runTag, never)).map((one) => one.id)).toEqual([id]);
  const image = await images.create({ ...imageSpec, source: { snapshotId: id } }, markOf('image'), never);
  await seen(images, image, 'Available');
  await images.remove(image, never);
  await snapshots.remove(id, never);
  await snapshots.remove(id, never);
  await expect(snapshots.read(id, never)).resolves.toBeUndefined();
  expectOfficialNames(on.emulator);
});

test('a copy into another region; one half done is cancelled', async () => {
  await using on = await stage({ latency: { imageCopy: 3_600_000 } });
  const instanceId = await stoppedInstance(on);
  const imageId = await on.cloud.images.create(
    { ...imageSpec, source: { instanceId } },
    markOf('image'),
    never,
  );
  await seen(on.cloud.images, imageId, 'Available');
  const { copies } = on.cloud.in('cn-beijing').images;
  const spec = {
    ...owned,
    imageId,
    sourceRegion: 'cn-hangzhou',
    name: 'golden-copy',
    description: '',
    encrypted: undefined,
    kmsKeyId: '',
  };
  const id = await copies.create(spec, markOf('copy'), never);
  expect(on.calls('CopyImage')[0]).toMatchObject({
    RegionId: 'cn-hangzhou',
    DestinationRegionId: 'cn-beijing',
  });
  await expect(copies.read(id, never)).resolves.toMatchObject({ name: 'golden-copy', copied: true });
  await expect(on.cloud.images.read(id, never)).resolves.toBeUndefined();
  expect((await copies.find(runTag, never)).map((one) => one.id)).toEqual([id]);
  await copies.remove(id, never);
  await copies.remove(id, never);
  await expect(copies.read(id, never)).resolves.toBeUndefined();
  expectOfficialNames(on.emulator);
});
