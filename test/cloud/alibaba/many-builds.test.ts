import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEmulator } from '../../../src/emulator/emulator.ts';
import { runMain } from '../../cli/run-main.ts';
import { countByAction, failedCalls } from '../../emulator/calls.ts';
import { folderWith } from '../../temporary-folder.ts';

const builders = Array.from({ length: 6 }, (_, index) => ({
  type: 'alicloud-ecs',
  name: `web-${index}`,
  region: 'cn-hangzhou',
  image_name: `web-${index}`,
  source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  instance_type: 'ecs.g6.large',
  communicator: 'none',
  tags: { app: 'web' },
}));

test('builds of one process ask once for what they share, and learn a limit together', {
  timeout: 120_000,
}, async () => {
  await using cloud = await startEmulator({ latency: 'fast', throttle: { account: 20 } });
  const cwd = folderWith({ 't.json': { builders } });
  const { accessKeyId: ALICLOUD_ACCESS_KEY, accessKeySecret: ALICLOUD_SECRET_KEY } = cloud;
  const env = { ALICLOUD_ACCESS_KEY, ALICLOUD_SECRET_KEY, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' };
  const { code, stdout } = await runMain(['run', `-endpoint-url=${cloud.url}`, 't.json'], { cwd, env });
  expect(stdout).toContain('web-5');
  expect(code).toBe(0);
  expect(readdirSync(join(cwd, '.ecs-imagebuild/runs'))).toHaveLength(6);
  const counts = countByAction(cloud.record);
  for (const action of ['GetCallerIdentity', 'DescribeRegions', 'DescribeZones', 'DescribeAvailableResource'])
    expect([action, counts.get(action)]).toEqual([action, 1]);
  // Together only where they have to wait for their turn, which is chance: test/cloud/alibaba/together.test.ts has them wait.
  expect(counts.get('TagResources') ?? 0).toBeLessThanOrEqual(6);
  expect(counts.get('DescribeInstances') ?? 0).toBeLessThan(6 * 6);
  expect(failedCalls(cloud.record).length).toBeLessThan(15);
  expect(cloud.record.length).toBeLessThan(6 * 30);
});
