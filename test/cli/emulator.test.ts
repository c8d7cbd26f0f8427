import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const template = {
  builders: [
    {
      type: 'alicloud-ecs',
      region: 'cn-hangzhou',
      source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
      image_name: 'made-here',
      instance_type: 'ecs.g6.large',
      io_optimized: true,
      ssh_username: 'root',
      associate_public_ip_address: true,
      internet_charge_type: 'PayByTraffic',
      temporary_key_pair_type: 'ed25519',
    },
  ],
};

it('serves the embedded cloud alone until it is interrupted, and says how to reach it', async () => {
  const signals = new EventEmitter();
  let greet = (_text: string) => {};
  const greeting = new Promise<string>((resolve) => {
    greet = resolve;
  });
  const served = runMain(['emulator', '--latency', 'instant'], { signals, onOutput: greet });
  const text = await greeting;
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
  const [, ALICLOUD_ACCESS_KEY = '', ALICLOUD_SECRET_KEY = ''] =
    /ALICLOUD_ACCESS_KEY=(\S+) ALICLOUD_SECRET_KEY=(\S+)/.exec(text) ?? [];
  const env = { ALICLOUD_ACCESS_KEY, ALICLOUD_SECRET_KEY };
  const cwd = folderWith({ 't.json': template });
  const { code, stdout } = await runMain(['run', '-color=false', '--endpoint-url', url, 't.json'], {
    cwd,
    env,
  });
  expect(code, stdout).toBe(0);
  signals.emit('interrupt');
  expect(await served).toMatchObject({ code: 0, stdout: expect.stringMatching(/Stopped\.\n$/) });
});

it('tells faults that cannot be read', async () => {
  const { code, stdout } = await runMain(['emulator', '--faults', 'nothing.json'], { cwd: folderWith({}) });
  expect(code).toBe(1);
  expect(stdout).toContain('Reading the faults in ');
});
