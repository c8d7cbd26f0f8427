import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const ecs = {
  type: 'alicloud-ecs',
  region: 'cn-hangzhou',
  image_name: 'made-{{uuid}}-{{timestamp}}',
  source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  instance_type: 'ecs.g6.large',
  ssh_username: 'root',
  associate_public_ip_address: true,
  ssh_timeout: '10s',
  secret_key: '{{user `key`}}',
};

const CLOUD = ['--emulate', '--emulate-state', 'cloud', '--emulate-latency', 'instant'];

/** A folder with a template whose second provisioner runs `script`. */
function site(script: string, more: object = {}) {
  const template = {
    variables: { key: '', release: '1' },
    builders: [{ ...ecs, ...more }],
    provisioners: [
      { type: 'shell', inline: ['echo first {{user `release`}}'] },
      { type: 'shell', script: 'second.sh' },
      { type: 'shell', inline: ['echo third'] },
    ],
  };
  const cwd = folderWith({ 't.json': template, 'second.sh': script });
  const path = join(cwd, 'second.sh');
  const text = readFileSync(join(cwd, 't.json'), 'utf8').replace('second.sh', path);
  writeFileSync(join(cwd, 't.json'), text);
  const runs = join(cwd, '.ecs-imagebuild', 'runs');
  return {
    cwd,
    edit: (text: string) => writeFileSync(path, text),
    template: (change: (text: string) => string) =>
      writeFileSync(join(cwd, 't.json'), change(readFileSync(join(cwd, 't.json'), 'utf8'))),
    id: () => readdirSync(runs)[0] ?? '',
    folder: () => join(runs, readdirSync(runs)[0] ?? ''),
    main: (...argv: string[]) => runMain(argv, { cwd }),
    abort: (...argv: string[]) =>
      runMain(['run', '-color=false', '-on-error=abort', ...CLOUD, ...argv, 't.json'], { cwd }),
    async state() {
      const { stdout } = await runMain(['runs', '--json'], { cwd });
      return JSON.parse(stdout)[0];
    },
  };
}

describe('resume', () => {
  it('goes on at the provisioner that failed, with the instance, names and moment of the run', async () => {
    const it = site('echo second; exit 3');
    expect((await it.abort()).stdout).toMatch(/^==> alicloud-ecs: Run \d{8}-\d{6}-\w{6}\n/);
    const { id, holds } = await it.state();
    const { image_name } = JSON.parse(readFileSync(join(it.folder(), 'template.json'), 'utf8')).builder;
    it.edit('echo second is well');
    const { code, stdout } = await it.main('resume', '-color=false', '--from', 'provision:2');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(`Taking up run ${id}`);
    expect(stdout).toContain('Provisioner 1 (shell) has run already: not run again.');
    expect(stdout).not.toContain('Creating instance');
    expect(stdout).toContain('second is well\n');
    expect(stdout).toContain('third\n');
    expect(stdout).toContain(`Creating image: ${image_name}`);
    expect(holds.map(({ noun }: { noun: string }) => noun)).toContain('instance');
    expect(await it.state()).toMatchObject({ state: 'succeeded', holds: [] });
  });

  it('refuses a changed script, template or variable unless that is accepted, and shows what differs', async () => {
    const it = site('exit 3');
    await it.abort('-var', 'release=1');
    it.edit('echo fine');
    it.template((text) => text.replace('ecs.g6.large', 'ecs.g6.xlarge'));
    const refused = await it.main('resume', '-var', 'release=2', '--from', 'provision:2');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('variables.release: "1" -> "2"');
    expect(refused.stdout).toContain('builder.instance_type: "ecs.g6.large" -> "ecs.g6.xlarge"');
    expect(refused.stdout).not.toContain('second.sh');
    expect((await it.state()).state).toBe('aborted');
    const taken = await it.main('resume', '-var', 'release=2', '--accept-changes');
    expect(taken.code, taken.stdout).toBe(0);
    expect(taken.stdout).toContain('provisioners[2]: the contents of');
  });

  it('asks for a secret variable again, and keeps no secret in the folder of the run', async () => {
    const it = site('exit 3');
    await it.abort('-var', 'key=hush-hush-key');
    for (const file of readdirSync(it.folder()))
      expect(readFileSync(join(it.folder(), file), 'utf8'), file).not.toContain('hush-hush');
    const refused = await it.main('resume');
    expect(refused.stdout).toContain('secret and so were not kept: key.');
    expect(refused.stdout).toContain('Give -var key=... again.');
    it.edit('echo fine');
    const taken = await it.main('resume', '-var', 'key=hush-hush-key', '--accept-changes');
    expect(taken.code, taken.stdout).toBe(0);
  });

  it('takes a fresh instance for the provisioners when asked to', async () => {
    const it = site('exit 3');
    await it.abort();
    it.edit('echo fine');
    const { code, stdout } = await it.main('resume', '--resume-provision=replace', '-color=false');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain("Cleaning up 'instance'\n");
    expect(stdout).toContain('Creating instance...\n');
    expect(stdout).toContain('first 1\n');
  });

  it('makes a new instance when the cloud has released the one of the run', async () => {
    const it = site('exit 3');
    await it.abort();
    const { holds } = await it.state();
    const gone = holds.find(({ noun }: { noun: string }) => noun === 'instance').id;
    const file = join(
      it.cwd,
      'cloud',
      readdirSync(join(it.cwd, 'cloud')).find((name) => name.endsWith('.json')) ?? '',
    );
    expect(existsSync(file)).toBe(true);
    expect(gone).toMatch(/^i-/);
    const { startEmulator } = await import('../../src/emulator/emulator.ts');
    await using cloud = await startEmulator({ stateFolder: join(it.cwd, 'cloud') });
    const { openAccount } = await import('../../src/builders/alicloud-ecs/orphans.ts');
    const env = { ALICLOUD_ACCESS_KEY: cloud.accessKeyId, ALICLOUD_SECRET_KEY: cloud.accessKeySecret };
    const seen = await openAccount({ env, profile: '', region: 'cn-hangzhou', endpointUrl: cloud.url });
    const { signal } = new AbortController();
    const { tagged: things } = await seen.find('cn-hangzhou', signal);
    for (const thing of things.filter(({ noun }) => noun === 'instance')) await seen.remove(thing, signal);
    await seen.close();
    await cloud.close();
    it.edit('echo fine');
    const { code, stdout } = await it.main('resume', '--accept-changes', '-color=false');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(`Instance ${gone} is gone: the cloud releases it by itself`);
    expect(stdout).toContain('What step instance had made is gone: it runs again.');
    expect(stdout).toContain('first 1\n');
    expect((await it.state()).state).toBe('succeeded');
  });

  it('says that an embedded cloud that was not kept is gone', async () => {
    const it = site('exit 3');
    const flags = ['--emulate', '--emulate-latency', 'instant', '-on-error=abort'];
    await it.main('run', ...flags, 't.json');
    expect((await it.main('resume')).stdout).toContain('embedded cloud that was not kept');
  });

  it('knows no run to go on with, and says where it has looked', async () => {
    const it = site('echo fine');
    expect((await it.main('resume')).stdout).toMatch(/^No run in .*\.ecs-imagebuild is unfinished\./);
    expect((await it.main('resume', '2026')).stdout).toMatch(/^There is no run 2026 in /);
  });
});

describe('steps, one by one', () => {
  it('stop where --until says, run by themselves, answer ssh, and go on', async () => {
    const it = site('echo second');
    const stopped = await it.main('run', '-color=false', ...CLOUD, '--until', 'connected', 't.json');
    expect(stopped.code, stopped.stdout).toBe(0);
    expect(stopped.stdout).toContain(`everything is kept. Go on with: ecs-imagebuild resume ${it.id()}`);
    expect(await it.state()).toMatchObject({ state: 'stopped', step: 'connected' });
    const alone = await it.main('step', it.id(), 'provision:3', '-color=false');
    expect(alone.stdout).toContain('third\n');
    expect(alone.stdout).not.toContain('first');
    const shell = await it.main('ssh', it.id(), 'echo', '-n', 'from inside; exit 5');
    expect(shell).toMatchObject({ code: 5, stdout: 'from inside\n' });
    const rest = await it.main('resume', '-color=false');
    expect(rest.code, rest.stdout).toBe(0);
    expect(rest.stdout).toContain('first 1\n');
    expect(rest.stdout).toContain('Provisioner 3 (shell) has run already');
  });

  it('are refused by a name that is none, with the nearest one', async () => {
    const it = site('echo second');
    const { code, stdout } = await it.main('run', ...CLOUD, '--until', 'conected', 't.json');
    expect(code).toBe(1);
    expect(stdout).toContain('There is no step conected.');
    expect(stdout).toContain('Did you mean connected?');
    expect(existsSync(join(it.cwd, '.ecs-imagebuild'))).toBe(false);
  });

  it('are shown as a plan, as a graph, and as far as a run has got', async () => {
    const it = site('exit 3');
    const plan = await it.main('steps', 't.json');
    expect(plan.stdout).toMatch(/instance +preflight, .* +run an instance of ecs\.g6\.large/);
    expect((await it.main('steps', '--graph', 't.json')).stdout).toMatch(
      /^flowchart TD\n[\s\S]* {2}vpc --> range\n/,
    );
    await it.abort();
    const { stdout } = await it.main('steps', it.id());
    expect(stdout).toMatch(/provisioned +failed, script-failed, 1 of 2 begun parts done/);
    rmSync(it.cwd, { recursive: true });
  });
});
