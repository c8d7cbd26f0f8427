import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resume } from '../../src/builds/resume.ts';
import type { Home } from '../../src/builds/watcher.ts';
import { type Emulator, startEmulator } from '../../src/emulator/emulator.ts';
import { build } from '../../src/index.ts';
import { runMain } from '../cli/run-main.ts';
import { folderWith } from '../temporary-folder.ts';

const ecs = {
  type: 'alicloud-ecs',
  region: 'cn-beijing',
  image_name: 'made',
  communicator: 'none',
  source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  instance_type: 'ecs.g6.large',
};
const template = { builders: [ecs], provisioners: [{ type: 'shell-local', inline: ['exit 1'] }] };

const accounts = (accountId: string) => [
  { accessKeyId: `LTAI${accountId}`, accessKeySecret: `secret-of-${accountId}`, accountId },
];

const envOf = ({ url, accessKeyId, accessKeySecret }: Emulator) => ({
  ALICLOUD_ACCESS_KEY: accessKeyId,
  ALICLOUD_SECRET_KEY: accessKeySecret,
  ECS_IMAGEBUILD_ENDPOINT_URL: url,
});

/** A run that has stopped with everything kept, begun in a folder below the one of its template. */
async function stopped(cloud: Emulator) {
  const cwd = folderWith({ 't.json': template });
  const begun = join(cwd, 'begun');
  mkdirSync(begun);
  const runs = join(cwd, '.ecs-imagebuild', 'runs');
  await runMain(['run', '-on-error=abort', join(cwd, 't.json')], { cwd: begun, env: envOf(cloud) });
  return { cwd, begun, runs, id: readdirSync(runs)[0] ?? '' };
}

const left = (cloud: Emulator) => cloud.leftovers().map(({ noun }) => noun);

describe('a run that is taken up', () => {
  it.each(['cleanup', 'resume'])(
    'refuses the credentials of another account for %s, naming both',
    async (command) => {
      await using cloud = await startEmulator({
        accounts: [...accounts('1000000000000001'), ...accounts('1000000000000002')],
      });
      const { cwd, id } = await stopped(cloud);
      const [other] = accounts('1000000000000002');
      const env = {
        ...envOf(cloud),
        ALICLOUD_ACCESS_KEY: other?.accessKeyId ?? '',
        ALICLOUD_SECRET_KEY: other?.accessKeySecret ?? '',
      };
      const { code, stdout } = await runMain([command, id], { cwd, env });
      expect(code).toBe(1);
      expect(stdout).toContain(
        'began in account 1000000000000001; the credentials are those of account 1000000000000002',
      );
      expect(left(cloud)).toContain('instance');
    },
  );

  it('stays at its endpoint, whatever the environment says by then; another one has to be accepted', async () => {
    await using cloud = await startEmulator();
    await using other = await startEmulator();
    const { cwd, id } = await stopped(cloud);
    const named = await runMain(['cleanup', '--endpoint-url', other.url, id], { cwd, env: envOf(cloud) });
    expect(named.code).toBe(1);
    expect(named.stdout).toContain(`cloud.endpointUrl: "${cloud.url}" -> "${other.url}"`);
    const env = { ...envOf(cloud), ECS_IMAGEBUILD_ENDPOINT_URL: other.url };
    const { code, stdout } = await runMain(['cleanup', id], { cwd, env });
    expect(code, stdout).toBe(0);
    expect(left(cloud)).toEqual([]);
  });

  it('goes on from where it was begun, with the umask and the time zone of then, or says what is gone', async () => {
    await using cloud = await startEmulator();
    const { cwd, begun, id } = await stopped(cloud);
    const homes: Home[] = [];
    const { signal } = new AbortController();
    const watcher = { signal, hear: () => undefined, comeBack: (home: Home) => void homes.push(home) };
    await resume({ run: id, onError: 'abort' }, { cwd, env: envOf(cloud) }, watcher);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    expect(homes).toMatchObject([{ cwd: begun, umask: process.umask(), timeZone }]);
    rmSync(begun, { recursive: true });
    const { code, stdout } = await runMain(['cleanup', id], { cwd, env: envOf(cloud) });
    expect(code).toBe(1);
    expect(stdout).toContain(`was begun in ${begun}, which is no folder any more.`);
  });

  it('removes what it has made although the template, changed since, brings its own', async () => {
    await using cloud = await startEmulator();
    const { cwd, id } = await stopped(cloud);
    const given = { ...ecs, eip_id: 'eip-theirs', skip_create_image: true };
    writeFileSync(join(cwd, 't.json'), JSON.stringify({ ...template, builders: [given] }));
    const { code, stdout } = await runMain(['cleanup', '--accept-changes', id], { cwd, env: envOf(cloud) });
    expect(code, stdout).toBe(0);
    expect(left(cloud)).toEqual([]);
  });
});

describe('a template that is wrong', () => {
  it('rejects with all its problems as data, and no word of a terminal', async () => {
    const wrong = build(
      { builders: [{ ...ecs, nonsense: 1 }] },
      { env: {}, emulate: true, cwd: folderWith({}) },
    );
    const error = await wrong.then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(error).toMatchObject({
      code: 'config-invalid',
      data: {
        problems: [{ severity: 'Error', summary: expect.stringContaining('Failed to prepare build') }],
      },
    });
    expect(String(error)).toContain('nonsense');
    expect(String(error)).not.toContain('\u001b');
  });
});
