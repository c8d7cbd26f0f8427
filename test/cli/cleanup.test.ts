import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { lockRun } from '../../src/engine/lock.ts';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const ecs = {
  type: 'alicloud-ecs',
  region: 'cn-hangzhou',
  image_name: 'made-{{build_name}}',
  source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  instance_type: 'ecs.g6.large',
  ssh_username: 'root',
  associate_public_ip_address: true,
  ssh_timeout: '10s',
};
const fails = { type: 'shell', inline: ['exit 3'] };

/** A cloud that outlives the commands, and a folder with a template. */
async function site(template: object) {
  const cloud = await startEmulator();
  const env = {
    ALICLOUD_ACCESS_KEY: cloud.accessKeyId,
    ALICLOUD_SECRET_KEY: cloud.accessKeySecret,
    ECS_IMAGEBUILD_ENDPOINT_URL: cloud.url,
    ALICLOUD_REGION: 'cn-hangzhou',
  };
  const cwd = folderWith({ 't.json': template });
  const runs = join(cwd, '.ecs-imagebuild', 'runs');
  return {
    cloud,
    cwd,
    runs,
    ids: () => readdirSync(runs),
    left: () =>
      cloud
        .leftovers()
        .map(({ noun }) => noun)
        .sort(),
    main: (argv: readonly string[], more: object = {}) => runMain(argv, { cwd, env, ...more }),
    [Symbol.asyncDispose]: () => cloud.close(),
  };
}

const none = { ...ecs, communicator: 'none' };
const EVERYTHING = ['VPC', 'instance', 'security group', 'vSwitch'];

/** Aborts after the instance is made: the image cannot be, its name being none. */
const aborted = {
  builders: [{ ...none, image_family: '' }],
  provisioners: [{ type: 'shell-local', inline: ['exit 1'] }],
};

describe('cleanup', () => {
  it('removes what an aborted run holds, once, and says so', async () => {
    await using at = await site(aborted);
    await at.main(['run', '-on-error=abort', 't.json']);
    expect(at.left()).toEqual(expect.arrayContaining(EVERYTHING));
    const [id = ''] = at.ids();
    const { code, stdout } = await at.main(['cleanup', id]);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(`Run ${id} holds nothing any more.`);
    expect(at.left()).toEqual([]);
    expect((await at.main(['clean', id])).stdout).toBe(`Run ${id} holds nothing.\n`);
  });

  it('leaves a run alone that another process has', async () => {
    await using at = await site(aborted);
    await at.main(['run', '-on-error=abort', 't.json']);
    const [id = ''] = at.ids();
    const lock = lockRun(join(at.runs, id));
    for (const command of ['cleanup', 'resume']) {
      const { code, stdout } = await at.main([command, id]);
      expect(code).toBe(1);
      expect(stdout).toContain(`belongs to the running process ${process.pid}`);
    }
    expect(at.left()).toEqual(expect.arrayContaining(EVERYTHING));
    lock.release();
  });

  it('keeps the images of a run that succeeded', async () => {
    await using at = await site({ builders: [none] });
    expect((await at.main(['run', 't.json'])).code).toBe(0);
    const [id = ''] = at.ids();
    expect((await at.main(['cleanup', id])).stdout).toContain('holds nothing');
    expect(at.left()).toContain('image');
  });
});

describe('cleanup --orphans', () => {
  const orphans = ['cleanup', '--orphans', '--older-than', '0'];

  it('ends every look when one is refused: no retry goes on behind the error', async () => {
    const faults = [
      { action: 'DescribeVpcs', code: 'Forbidden.RAM', status: 403, delay: 500 },
      { action: 'DescribeInstances', reset: 'before' as const },
    ];
    await using cloud = await startEmulator({ faults });
    const env = {
      ALICLOUD_ACCESS_KEY: cloud.accessKeyId,
      ALICLOUD_SECRET_KEY: cloud.accessKeySecret,
      ECS_IMAGEBUILD_ENDPOINT_URL: cloud.url,
      ALICLOUD_REGION: 'cn-hangzhou',
    };
    const waiting = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const before = waiting();
    const { code, stdout, stderr } = await runMain(orphans, { cwd: folderWith({}), env });
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('Forbidden.RAM');
    expect(waiting()).toBeLessThanOrEqual(before);
  });

  it('finds what a lost run made, asks, and removes it in the right order', async () => {
    await using at = await site(aborted);
    await at.main(['run', '-on-error=abort', 't.json']);
    const aside = `${at.runs}-aside`;
    cpSync(at.runs, aside, { recursive: true });
    const owned = await at.main([...orphans, '--yes']);
    expect(owned.stdout).toMatch(/No orphans\.\n(.*\n)*Run \S+ is unfinished: resume it/);
    rmSync(at.runs, { recursive: true });
    const dry = await at.main([...orphans, '--dry-run']);
    // The service tells whole minutes.
    expect(dry.stdout).toMatch(/^instance +cn-hangzhou +i-\w+ +(just now|1 min) +ecs\.g6\.large, Running/m);
    expect((await at.main(['cleanup', '--orphans', '--yes'])).stdout).toContain(
      'No orphans that are 6 h or older.',
    );
    expect((await at.main(orphans)).stdout).toContain('Nothing was removed: there is no terminal');
    expect((await at.main(orphans, { answers: ['no'] })).stdout).toContain('Nothing was removed.');
    expect(at.left()).toEqual(expect.arrayContaining(EVERYTHING));
    const { code, stdout } = await at.main(orphans, { answers: ['yes'] });
    expect(code, stdout).toBe(0);
    expect(at.left()).toEqual([]);
  });

  it('never takes an image for one whose run is not known to have failed', async () => {
    await using at = await site({ builders: [none] });
    await at.main(['run', 't.json']);
    rmSync(at.runs, { recursive: true });
    expect((await at.main([...orphans, '--yes'])).stdout).toContain('No orphans.');
    expect(at.left()).toContain('image');
  });
});

describe('what a person decides', () => {
  it('is asked for with -on-error=ask: a wrong answer, then a retry, then abort', async () => {
    await using at = await site({ builders: [ecs], provisioners: [fails] });
    const answers = ['x', 'r', 'a'];
    const { code, stdout } = await at.main(['run', '-color=false', '-on-error=ask', 't.json'], { answers });
    expect(code).toBe(1);
    expect(stdout).toContain('==> alicloud-ecs: Step "provisioned" failed\n');
    expect(stdout).toContain('[c] Clean up and exit, [a] abort without cleanup, or [r] retry step');
    expect(stdout).toContain('Incorrect input: "x"');
    expect(stdout.match(/Provisioning with shell script/g)).toHaveLength(2);
    expect(at.left()).toContain('instance');
  });

  it('is the cleaning up where nobody is there', async () => {
    await using at = await site({ builders: [ecs], provisioners: [fails] });
    expect((await at.main(['run', '-on-error=ask', 't.json'])).code).toBe(1);
    expect(at.left()).toEqual([]);
  });

  it('is when to go on, at breakpoints and with -debug', async () => {
    const provisioners = [{ type: 'breakpoint', note: 'look' }];
    await using at = await site({ builders: [{ type: 'null', communicator: 'none' }], provisioners });
    const flags = ['run', '-color=false', '-debug', 't.json'];
    const { code, stdout } = await at.main(flags, { answers: ['', ''] });
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Pausing before the next provisioner . Press enter to continue.');
    expect(stdout).toContain('Pausing at breakpoint provisioner with note "look".');
    expect(stdout).toContain('Press enter to continue.');
  });

  it('runs the cleanup provisioner alone with -on-error=run-cleanup-provisioner', async () => {
    const cleanup = { type: 'shell-local', inline: ['echo cleaned'] };
    await using at = await site({
      builders: [ecs],
      provisioners: [fails],
      'error-cleanup-provisioner': cleanup,
    });
    const flags = ['run', '-color=false', '-on-error=run-cleanup-provisioner', 't.json'];
    const { stdout } = await at.main(flags);
    expect(stdout).toContain('    alicloud-ecs: cleaned\n');
    expect(at.left()).toContain('instance');
  });
});

describe('two builders', () => {
  it('have a run each; one that fails does not touch the other', async () => {
    const provisioners = [{ type: 'shell-local', inline: ['exit 1'], only: ['bad'] }];
    const builders = [
      { ...none, name: 'good' },
      { ...none, name: 'bad' },
    ];
    await using at = await site({ builders, provisioners });
    expect((await at.main(['run', '-on-error=abort', 't.json'])).code).toBe(1);
    const { stdout } = await at.main(['runs', '--json']);
    const states = JSON.parse(stdout).map(({ build, state }: Record<string, string>) => `${build} ${state}`);
    expect(states.sort()).toEqual(['bad aborted', 'good succeeded']);
    const again = await at.main(['resume']);
    expect(again.stdout).toContain('Step "provisioned" failed');
    expect(at.left()).toContain('instance');
  });

  it("share a network: cleaned up one after the other, it goes with the second, and is nobody's orphan meanwhile", async () => {
    const builders = ['one', 'two'].map((name) => ({ ...none, name }));
    const provisioners = [{ type: 'shell-local', inline: ['exit 1'] }];
    await using at = await site({ builders, provisioners });
    const { stdout: told } = await at.main(['run', '-color=false', '-on-error=abort', 't.json']);
    const [, maker = ''] = /Sharing the network of run (\S+): VPC vpc-\w+, vSwitch vsw-\w+/.exec(told) ?? [];
    const network = ['VPC', 'security group', 'vSwitch'];
    const shared = () => at.left().filter((noun) => network.includes(noun));
    expect(shared()).toEqual(network);
    const other = at.ids().find((id) => id !== maker) ?? '';
    const first = await at.main(['cleanup', maker]);
    expect(first.code, first.stdout).toBe(0);
    expect(first.stdout).toContain(`Leaving the network to run ${other}, which shares it`);
    expect(shared()).toEqual(network);
    const { stdout } = await at.main(['runs', '--json']);
    const holds = JSON.parse(stdout).map(({ id, holds: held }: { id: string; holds: { noun: string }[] }) => [
      id,
      held.flatMap(({ noun }) => (network.includes(noun) ? [noun] : [])).sort(),
    ]);
    expect(Object.fromEntries(holds)).toEqual({ [maker]: [], [other]: network });
    const orphans = await at.main(['cleanup', '--orphans', '--older-than', '0', '--yes']);
    expect(orphans.stdout).toContain(`No orphans.\nRun ${other} is unfinished`);
    expect((await at.main(['cleanup', other])).code).toBe(0);
    expect(at.left()).toEqual([]);
  });
});
