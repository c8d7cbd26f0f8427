import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { makeKeyPair } from '../../src/communicators/ssh/key-pair.ts';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const builder = {
  type: 'alicloud-ecs',
  region: 'cn-hangzhou',
  source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  image_name: 'made-here',
  instance_type: 'ecs.g6.large',
  ssh_username: 'root',
};
const flags = ['run', '-color=false', '-emulate', '-emulate-latency=instant'];

function build(settings: object, ...more: readonly string[]) {
  const cwd = folderWith({ 't.json': { builders: [{ ...builder, ...settings }] } });
  return runMain([...flags, ...more, 't.json'], { cwd });
}

test.each([
  ['centos_7_06_64_20G_alibase_20190711.vhd', 'ecs.xn4.small'],
  ['ubuntu_16_0402_64_20G_alibase_20180409.vhd', 'ecs.t5-lc1m1.small'],
  ['centos7u2_64_40G_cloudinit_20160728.raw', 'ecs.n1.tiny'],
  ['almalinux_9_4_arm64_20G_alibase_20240819.vhd', 'ecs.c8y.xlarge'],
  ['lifsea_3_x64_10G_containerd_1_6_28_alibase_20240705.vhd', 'ecs.gn6i-c4g1.xlarge'],
])(
  'a template with %s on %s builds, though the catalogue lists neither',
  async (source_image, instance_type) => {
    const { code, stdout } = await build({ source_image, instance_type, image_name: 'x-1' });
    expect(code, stdout).toBe(0);
  },
);

test('a public family that the catalogue does not list has an image', async () => {
  const { code, stdout } = await build({ source_image: '', image_family: 'acs:almalinux_8_9_x64' });
  expect(code, stdout).toBe(0);
});

test.each([
  ['an image of no known form', { source_image: 'm-nobody' }],
  ['a type of no known form', { instance_type: 'ecs.none' }],
])('%s is refused all the same', async (_, settings) => {
  const { code } = await build(settings);
  expect(code).toBe(1);
});

const given = { vpc_id: 'vpc-bp1own', vswitch_id: 'vsw-bp1own', security_group_id: 'sg-bp1own' };

test("ids of an account are made up when that is asked for, and are nobody's leftovers", async () => {
  const { privateKey } = await makeKeyPair('ed25519');
  const cwd = folderWith({
    't.json': {
      builders: [{ ...builder, ...given, ssh_keypair_name: 'mine', ssh_private_key_file: '{{pwd}}/key.pem' }],
    },
    'key.pem': privateKey,
  });
  const { code, stdout } = await runMain([...flags, '-emulate-accept-ids', 't.json'], { cwd });
  expect(code, stdout).toBe(0);
  expect(stdout).not.toContain('still there');
});

test('without that the error tells the way out', async () => {
  const { code, stdout, stderr } = await build(given);
  expect(code).toBe(1);
  expect(stdout + stderr).toContain('-emulate-accept-ids');
});

test('a private address answers nobody outside the VPC: a line says so, and with the flag it does', async () => {
  const settings = { ssh_private_ip: true, ssh_timeout: '1s' };
  const outside = await build(settings);
  expect(outside.code).toBe(1);
  expect(outside.stdout).toContain('--emulate-inside-vpc');
  const inside = await build({ ssh_private_ip: true }, '-emulate-inside-vpc');
  expect(inside.code, inside.stdout).toBe(0);
  expect(inside.stdout).not.toContain('--emulate-inside-vpc');
});

test('the flags go with --emulate alone', async () => {
  const { code, stderr, stdout } = await runMain(['run', '-emulate-accept-ids', 't.json'], {
    cwd: folderWith({ 't.json': {} }),
  });
  expect(code).toBe(1);
  expect(stderr + stdout).toContain('--emulate-accept-ids only goes with --emulate');
});

test('the images of the catalogue are listed', async () => {
  const { code, stdout } = await runMain(['emulator', '-list-images'], { signals: new EventEmitter() });
  expect(code).toBe(0);
  expect(stdout).toContain('ubuntu_22_04_x64_20G_alibase_20240926.vhd');
  expect(stdout).toContain('acs:ubuntu_22_04_x64');
});
