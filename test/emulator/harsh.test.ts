import { expect, test } from 'vitest';
import { ecsRefusals } from '../../src/cloud/alibaba/refusals/ecs.ts';
import { vpcRefusals } from '../../src/cloud/alibaba/refusals/vpc.ts';
import { actions } from '../../src/emulator/actions.ts';
import { harshFaults } from '../../src/emulator/harsh.ts';
import { runMain } from '../cli/run-main.ts';
import { rig } from '../e2e/rig.ts';
import { folderWith } from '../temporary-folder.ts';

test('the harsh profile answers each "not yet" of the table of refusals once', () => {
  const known = Object.entries({ ...ecsRefusals, ...vpcRefusals })
    .filter(([action]) => actions.has(action))
    .flatMap(([action, { rows }]) =>
      rows
        .filter(({ means }) => means === 'not-yet')
        .flatMap(({ codes }) => codes.map((code) => `${action} ${code}`)),
    );
  const made = harshFaults
    .filter(({ code }) => code !== undefined)
    .map(({ action, code }) => `${action} ${code}`);
  expect(made.toSorted()).toEqual([...new Set(known)].toSorted());
});

test('a build with everything gets over all of it, and leaves the image and its copy', {
  timeout: 60_000,
}, async () => {
  await using it = await rig({ latency: 'harsh' });
  await it.build({
    associate_public_ip_address: true,
    image_copy_regions: ['cn-beijing'],
    image_ignore_data_disks: true,
    tags: { app: 'web' },
    user_data: 'x'.repeat(12_000),
  });
  expect(it.left()).toEqual([
    'image cn-beijing',
    'image cn-hangzhou',
    'snapshot cn-beijing',
    'snapshot cn-hangzhou',
  ]);
});

test('--emulate-latency harsh is taken by the command line', { timeout: 60_000 }, async () => {
  const builder = {
    type: 'alicloud-ecs',
    region: 'cn-hangzhou',
    image_name: 'web',
    instance_type: 'ecs.g6.large',
    ssh_username: 'root',
    source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  };
  const cwd = folderWith({ 't.json': { builders: [builder] } });
  const { code, stdout } = await runMain(['run', '-emulate', '-emulate-latency=harsh', 't.json'], { cwd });
  expect(code, stdout).toBe(0);
});
