import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const local = (...inline: string[]) => ({ type: 'shell-local', inline });
const one = { type: 'null', communicator: 'none' };

const ecs = {
  type: 'alicloud-ecs',
  region: 'cn-hangzhou',
  source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  image_name: 'made-here',
  instance_type: 'ecs.g6.large',
  io_optimized: true,
  ssh_username: 'root',
  temporary_key_pair_type: 'ed25519',
  associate_public_ip_address: true,
  internet_charge_type: 'PayByTraffic',
  tags: { team: 'web' },
};

const steady = (text: string) =>
  text
    .replace(/Run \d{8}-\d{6}-\w{6}/g, 'Run ID')
    .replace(/\/tmp\/\S+/g, 'SCRIPT')
    .replace(/\d+ (second|millisecond|microsecond)s?( \d+ \w+)?/g, 'TIME');

describe('run', () => {
  it("prints Packer's lines for a build that fails", async () => {
    const cwd = folderWith({ 't.json': { builders: [one], provisioners: [local('echo multi; exit 2')] } });
    const { code, stdout } = await runMain(['build', '-color=false', 't.json'], {
      cwd,
      env: process.env as never,
    });
    expect(code).toBe(1);
    expect(steady(stdout)).toBe(
      [
        '==> null: Run ID',
        '==> null: Running local shell script: SCRIPT',
        '    null: multi',
        '==> null: Provisioning step had errors: Running the cleanup provisioner, if present...',
        "Build 'null' errored after TIME: Script exited with non-zero exit status: 2.Allowed exit codes are: [0]",
        '',
        '==> Wait completed after TIME',
        '',
        "==> Some builds didn't complete successfully and had errors:",
        '--> null: Script exited with non-zero exit status: 2.Allowed exit codes are: [0]',
        '',
        '==> Builds finished but no artifacts were created.',
        '',
      ].join('\n'),
    );
  });

  it('hides sensitive variables in what scripts print', async () => {
    const template = {
      variables: { s: 'hunter22-value' },
      'sensitive-variables': ['s'],
      builders: [one],
      provisioners: [local('echo is {{user `s`}}; printf "{{user `s`}}" | base64')],
    };
    const cwd = folderWith({ 't.json': template });
    const { stdout } = await runMain(['build', '-color=false', 't.json'], { cwd, env: process.env as never });
    expect(stdout).toContain('    null: is <sensitive>\n    null: <sensitive>\n');
    const [run = ''] = readdirSync(join(cwd, '.ecs-imagebuild', 'runs'));
    const log = readFileSync(join(cwd, '.ecs-imagebuild', 'runs', run, 'events.ndjson'), 'utf8');
    expect(log).toContain('"line":"is <sensitive>"');
    expect(log).not.toContain('hunter22');
  });

  it('goes on with the right builds when one is wrong, and exits 1', async () => {
    const cwd = folderWith({
      't.json': {
        builders: [
          { ...one, zz: 1 },
          { ...one, name: 'good' },
        ],
      },
    });
    const { code, stdout } = await runMain(['build', '-color=false', 't.json'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('Failed to prepare build: "null"');
    expect(stdout).toContain('--> good: Did not export anything. This is the null builder');
  });

  it('refuses post-processors that are not there unless they are left out', async () => {
    const cwd = folderWith({ 't.json': { builders: [one], 'post-processors': ['vagrant'] } });
    const refused = await runMain(['build', 't.json'], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.stdout.replaceAll('\n', ' ')).toContain(
      "post-processor 'vagrant' is not available yet; run with -except=vagrant to leave it out",
    );
    expect((await runMain(['build', '-except=vagrant', 't.json'], { cwd })).code).toBe(0);
  });

  it('builds an image on the embedded cloud without any account, and reports it', async () => {
    const provisioners = [{ type: 'shell', inline: ['echo provisioned'] }];
    const cwd = folderWith({ 't.json': { builders: [ecs], provisioners } });
    const flags = ['-color=false', '--emulate-latency', 'instant', '--report', 'r.json'];
    const { code, stdout } = await runMain(['run', '--emulate', ...flags, 't.json'], { cwd });
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('    alicloud-ecs: provisioned\n');
    expect(stdout).toMatch(/--> alicloud-ecs: Alicloud images were created:\n\ncn-hangzhou: m-\w+\n/);
    expect(stdout).toMatch(
      / {4}Image\n {6}id +m-\w+ \(cn-hangzhou\)\n {6}name +made-here\n {6}tags +team=web/,
    );
    expect(stdout).toMatch(/ {4}Removed\n(.*\n)* {6}instance +cn-hangzhou +i-/);
    expect(
      Math.max(...(stdout.split('==> Report')[1] ?? '').split('\n').map((line) => line.length)),
    ).toBeLessThan(81);
    const told = JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8'));
    expect(told).toMatchObject({ succeeded: true, builds: [{ outcome: 'succeeded', leftOver: [] }] });
  });

  it('cleans up at the first interrupt', async () => {
    const signals = new EventEmitter();
    const cwd = folderWith({
      't.json': { builders: [ecs], provisioners: [{ type: 'sleep', duration: '60s' }] },
    });
    const onOutput = (text: string) => {
      if (text.includes('Connected to SSH')) signals.emit('interrupt');
    };
    const flags = ['-color=false', '--emulate-latency', 'instant', '--report', 'r.json'];
    const { code, stdout } = await runMain(['run', '--emulate', ...flags, 't.json'], {
      cwd,
      signals,
      onOutput,
    });
    expect(code).toBe(1);
    expect(stdout).toContain('Cancelling build after receiving interrupt\n');
    expect(stdout).toContain('Cleanly cancelled builds after being interrupted.\n');
    const told = JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8'));
    expect(told).toMatchObject({ builds: [{ outcome: 'cancelled', leftOver: [] }] });
  });

  it('leaves at the second interrupt, and tells what is still there', async () => {
    const signals = new EventEmitter();
    const cwd = folderWith({
      't.json': { builders: [ecs], provisioners: [{ type: 'sleep', duration: '60s' }] },
    });
    const onOutput = (text: string) => {
      if (text.includes('Connected to SSH') || text.includes('Cancelling build')) signals.emit('interrupt');
    };
    const flags = ['-color=false', '--emulate-latency', 'instant'];
    const { code, stdout } = await runMain(['run', '--emulate', ...flags, 't.json'], {
      cwd,
      signals,
      onOutput,
    });
    expect(code).toBe(1);
    const notice = stdout.slice(stdout.indexOf('Leaving at once after a second interrupt.'));
    expect(notice).toContain('These things are still in the cloud:');
    expect(notice).toMatch(
      / {2}aliyun ecs DeleteInstance --Force true --RegionId cn-hangzhou --InstanceId i-\w+\n/,
    );
  });

  it('names what an abort keeps, with the commands that remove it', async () => {
    const cwd = folderWith({
      't.json': { builders: [ecs], provisioners: [{ type: 'shell', inline: ['exit 3'] }] },
    });
    const flags = ['-color=false', '--emulate-latency', 'instant', '-on-error=abort'];
    const { code, stdout } = await runMain(['run', '--emulate', ...flags, 't.json'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /aliyun ecs DeleteInstance --Force true --RegionId cn-hangzhou --InstanceId i-\w+\n/,
    );
    expect(stdout).toMatch(/aliyun vpc DeleteVpc --RegionId cn-hangzhou --VpcId vpc-\w+\n/);
  });
});
