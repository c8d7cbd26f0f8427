import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const ecs = {
  type: 'alicloud-ecs',
  region: 'cn-hangzhou',
  image_name: 'made',
  communicator: 'none',
  source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  instance_type: 'ecs.g6.large',
  image_copy_regions: ['cn-beijing'],
};

const CLOUD = ['--emulate', '--emulate-state', 'cloud', '--emulate-latency', 'instant'];

/** Builds an image with a copy on an embedded cloud that is kept, and post-processes it. */
function site(postProcessors: (path: (name: string) => string) => readonly unknown[]) {
  const cwd = folderWith({});
  const path = (name: string) => join(cwd, name);
  const template = { builders: [ecs], 'post-processors': postProcessors(path) };
  writeFileSync(path('t.json'), JSON.stringify(template));
  const runs = path('.ecs-imagebuild/runs');
  return {
    path,
    read: (name: string) => readFileSync(path(name), 'utf8'),
    run: (...flags: string[]) => runMain(['run', '-color=false', ...CLOUD, ...flags, 't.json'], { cwd }),
    main: (...argv: string[]) => runMain(argv, { cwd }),
    journal: () => join(runs, readdirSync(runs)[0] ?? '', 'journal.ndjson'),
    /** Nouns of what is in the cloud, by the records that it keeps. */
    async images() {
      const { startEmulator } = await import('../../src/emulator/emulator.ts');
      await using cloud = await startEmulator({ stateFolder: path('cloud') });
      return cloud
        .leftovers()
        .map(({ noun, region }) => `${noun} ${region}`)
        .sort();
    },
  };
}

const ALL = ['image cn-beijing', 'image cn-hangzhou', 'snapshot cn-beijing', 'snapshot cn-hangzhou'];

describe('post-processing an image', () => {
  it('tells the manifest of every region, and keeps the images', async () => {
    const at = site((path) => [{ type: 'manifest', output: path('m.json') }]);
    const { code, stdout } = await at.run();
    expect(code, stdout).toBe(0);
    const [build] = JSON.parse(at.read('m.json')).builds;
    expect(build).toMatchObject({ name: 'alicloud-ecs', builder_type: 'alicloud-ecs', files: null });
    expect(build.artifact_id).toMatch(/^cn-beijing:m-\w+,cn-hangzhou:m-\w+$/);
    expect(await at.images()).toEqual(ALL);
  });

  it('deletes images, copies and snapshots that nothing keeps', async () => {
    const at = site((path) => [{ type: 'artifice', files: [path('t.json')], keep_input_artifact: false }]);
    const { code, stdout } = await at.run();
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(`--> alicloud-ecs: Created artifact from files: ${at.path('t.json')}`);
    expect(stdout).not.toContain('Alicloud images were created');
    expect(await at.images()).toEqual([]);
    expect(JSON.parse((await at.main('runs', '--json')).stdout)[0]).toMatchObject({
      state: 'succeeded',
      holds: [],
    });
  });

  it('keeps them after a failure, and a resumed run does nothing but what is missing', async () => {
    const at = site((path) => [{ type: 'shell-local', inline: [`test -f ${path('now')}`] }]);
    const { code, stdout, stderr } = await at.run('--report', 'r.json');
    expect(code, stdout).toBe(1);
    expect(await at.images()).toEqual(ALL);
    expect(stdout + stderr).toMatch(
      /The images are complete, and kept: m-\w+ in cn-beijing, m-\w+ in cn-hangzhou/,
    );
    expect(stdout).toContain('Image that stays');
    const [build] = JSON.parse(at.read('r.json')).builds;
    expect(build).toMatchObject({ outcome: 'failed', artifacts: [], leftOver: [] });
    expect(build.kept).toHaveLength(2);
    writeFileSync(at.path('now'), '');
    const resumed = await at.main('resume', '-color=false');
    expect(resumed.stdout).not.toContain('Creating image');
    expect(resumed.code, resumed.stdout).toBe(0);
    expect(await at.images()).toEqual(ALL);
  });

  it('deletes them after a failure where that is asked for, so that a resumed run makes them anew', async () => {
    const at = site((path) => [{ type: 'shell-local', inline: [`test -f ${path('now')}`] }]);
    expect((await at.run('--discard-images')).code).toBe(1);
    expect(await at.images()).toEqual([]);
    writeFileSync(at.path('now'), '');
    const runs = JSON.parse((await at.main('runs', '--json')).stdout);
    const resumed = await at.main('resume', runs[0].id, '-color=false');
    expect(resumed.code, resumed.stdout).toBe(0);
    expect(await at.images()).toEqual(ALL);
  });

  it('tells programs the images that stay in records of their own', async () => {
    const at = site(() => [{ type: 'shell-local', inline: ['exit 3'] }]);
    const { code, stdout } = await at.run('-machine-readable');
    expect(code, stdout).toBe(1);
    expect(stdout).toMatch(/^\d+,alicloud-ecs,kept-image,cn-hangzhou,m-\w+,made$/m);
    expect(stdout).not.toContain(',artifact,');
  });

  it('makes no second image when it was killed in between', async () => {
    const at = site((path) => [
      [
        { type: 'shell-local', inline: [`echo x >> ${path('count')}`] },
        { type: 'manifest', output: path('m.json') },
      ],
    ]);
    await at.run();
    const [before] = JSON.parse(at.read('m.json')).builds;
    const lines = at.read(at.journal().slice(at.path('').length)).split('\n');
    const cut = lines.findIndex((line) => line.includes('"type":"started","step":"post-process:1.2"'));
    writeFileSync(at.journal(), `${lines.slice(0, cut + 1).join('\n')}\n`);
    const { code, stdout } = await at.main('resume', '-color=false');
    expect(code, stdout).toBe(0);
    expect(at.read('count')).toBe('x\n');
    const builds = JSON.parse(at.read('m.json')).builds;
    expect(builds).toMatchObject([
      { artifact_id: before.artifact_id, packer_run_uuid: before.packer_run_uuid },
    ]);
    expect(await at.images()).toEqual(ALL);
  });

  it('cleans up the images of a run that is not to be gone on with', async () => {
    const at = site((path) => [{ type: 'shell-local', inline: [`test -f ${path('now')}`] }]);
    expect((await at.run('-on-error=abort')).code).toBe(1);
    expect(await at.images()).toEqual(ALL);
    const runs = JSON.parse((await at.main('runs', '--json')).stdout);
    expect((await at.main('cleanup', runs[0].id)).code).toBe(0);
    expect(await at.images()).toEqual([]);
  });
});
