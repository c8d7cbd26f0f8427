import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { runMain } from '../cli/run-main.ts';
import { folderWith } from '../temporary-folder.ts';

/** Where the run begins, and where everything else that can name a region points afterwards. */
const [BEGUN, ELSEWHERE] = ['cn-beijing', 'cn-hangzhou'];

const ecs = {
  type: 'alicloud-ecs',
  image_name: 'made',
  communicator: 'none',
  source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  instance_type: 'ecs.g6.large',
};

type Env = Readonly<Record<string, string>>;

interface Source {
  readonly builder?: object;
  /** What the environment says of the region. */
  env(region: string): Env;
  /** The region is in the template itself. */
  readonly written?: true;
}

const sources: Readonly<Record<string, Source>> = {
  ALICLOUD_REGION: { env: (region) => ({ ALICLOUD_REGION: region }) },
  ALIBABA_CLOUD_REGION_ID: { env: (region) => ({ ALIBABA_CLOUD_REGION_ID: region }) },
  'the region_id of a profile': { env: () => ({ ALICLOUD_PROFILE: 'builds' }) },
  'a variable of the template': {
    builder: { region: '{{user `region`}}' },
    env: (region) => ({ ALICLOUD_REGION: region }),
    written: true,
  },
};

/** A cloud that outlives the commands, and a folder with a template that fails until `fine` is there. */
async function site({ builder = {}, env: told, written }: Source) {
  const cloud = await startEmulator();
  const { accessKeyId, accessKeySecret } = cloud;
  const template = (region: string) => ({
    variables: { region },
    builders: [{ ...ecs, ...builder }],
    provisioners: [{ type: 'shell-local', inline: ['test -e {{template_dir}}/fine'] }],
  });
  const cwd = folderWith({ 't.json': template(BEGUN) });
  mkdirSync(join(cwd, '.aliyun'));
  const say = (region: string) => {
    const keys = { access_key_id: accessKeyId, access_key_secret: accessKeySecret };
    const profile = { name: 'builds', mode: 'AK', ...keys, region_id: region };
    writeFileSync(join(cwd, '.aliyun', 'config.json'), JSON.stringify({ profiles: [profile] }));
    if (written) writeFileSync(join(cwd, 't.json'), JSON.stringify(template(region)));
  };
  const common = { HOME: cwd, ECS_IMAGEBUILD_ENDPOINT_URL: cloud.url };
  const keys = { ALICLOUD_ACCESS_KEY: accessKeyId, ALICLOUD_SECRET_KEY: accessKeySecret };
  const runs = join(cwd, '.ecs-imagebuild', 'runs');
  const main = (region: string) => {
    const around = { cwd, env: { ...common, ...keys, ...told(region) } };
    return (...argv: string[]) => {
      say(region);
      const [command = '', ...rest] = argv;
      // A region that was written down differs from what the run began with, which is refused unless it is accepted.
      const accepted = written && region === ELSEWHERE && !rest.includes('--orphans');
      return runMain([command, ...(accepted ? ['--accept-changes'] : []), ...rest], around);
    };
  };
  return {
    cwd,
    runs,
    written: written === true,
    begun: main(BEGUN),
    later: main(ELSEWHERE),
    journal: () => readFileSync(join(runs, readdirSync(runs)[0] ?? '', 'journal.ndjson'), 'utf8'),
    id: () => readdirSync(runs)[0] ?? '',
    left: () => cloud.leftovers().map(({ noun, region }) => `${noun} ${region}`),
    [Symbol.asyncDispose]: () => cloud.close(),
  };
}

describe.each(Object.entries(sources))('a region from %s', (_name, source) => {
  it('stands in the journal before anything is made, and cleanup removes everything there', async () => {
    await using at = await site(source);
    await at.begun('run', '-on-error=abort', 't.json');
    expect(at.left()).toContain(`instance ${BEGUN}`);
    const [before = ''] = at.journal().split('"type":"made"');
    expect(before).toContain(`"region":"${BEGUN}"`);
    const { code, stdout } = await at.later('cleanup', at.id());
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(`Run ${at.id()} holds nothing any more.`);
    expect(at.left()).toEqual([]);
  });

  it('is where resume goes on, whatever is said by then', async () => {
    await using at = await site(source);
    await at.begun('run', '-on-error=abort', 't.json');
    writeFileSync(join(at.cwd, 'fine'), '');
    const { code, stdout } = await at.later('resume');
    expect(code, stdout).toBe(0);
    expect(stdout).not.toContain('Creating instance');
    expect(stdout).toContain(`${BEGUN}: m-`);
    expect(new Set(at.left())).toEqual(new Set([`image ${BEGUN}`, `snapshot ${BEGUN}`]));
  });

  it('is where cleanup --orphans looks for what is left of the runs of this folder', async () => {
    await using at = await site(source);
    await at.begun('run', '-on-error=abort', 't.json');
    const ended = { at: new Date().toISOString(), type: 'ended', outcome: 'failed' };
    appendFileSync(join(at.runs, at.id(), 'journal.ndjson'), `${JSON.stringify(ended)}\n`);
    const { code, stdout } = await at.later('cleanup', '--orphans', '--older-than', '0', '--yes');
    expect(code, stdout).toBe(0);
    expect(at.left()).toEqual([]);
  });

  it('is found by cleanup --orphans without any journal, where it is said or named', async () => {
    await using at = await site(source);
    await at.begun('run', '-on-error=abort', 't.json');
    rmSync(at.runs, { recursive: true });
    const region = at.written ? ['--region', BEGUN] : [];
    const { code, stdout } = await at.begun('cleanup', '--orphans', '--older-than', '0', '--yes', ...region);
    expect(code, stdout).toBe(0);
    expect(at.left()).toEqual([]);
  });
});
