import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ToolGuest, toolGuest } from '../tool-guest.ts';

const noGit = spawnSync('git', ['--version']).error !== undefined;
const base = { type: 'salt-masterless', local_state_tree: '@/states', skip_bootstrap: true } as const;

let guest: ToolGuest;
beforeAll(async () => {
  guest = await toolGuest(['salt-call'], {
    'states/top.sls': 'base: {}',
    'states/web/init.sls': 'web',
    'pillar/top.sls': 'p',
    minion: 'file_client: local',
    grains: 'role: web',
  });
});
afterAll(() => guest.dispose());

test('uploads states and pillar to their places, and applies the highstate', async () => {
  await guest.text('mkdir -p /srv/salt/old');
  const { failure } = await guest.run({ ...base, local_pillar_roots: '@/pillar', salt_call_args: '--x' });
  expect(failure).toBeUndefined();
  expect(await guest.calls()).toEqual([
    'salt-call --local state.highstate --file-root=/srv/salt --pillar-root=/srv/pillar --retcode-passthrough -l info --x',
  ]);
  expect(await guest.text('cat /srv/salt/top.sls /srv/pillar/top.sls; ls /srv/salt')).toBe(
    'base: {}ptop.sls\nweb\n',
  );
});

test('a configuration of the minion replaces the roots', async () => {
  const { failure } = await guest.run({
    ...base,
    minion_config: '@/minion',
    grains_file: '@/grains',
    custom_state: 'web',
    log_level: 'debug',
    no_exit_on_failure: true,
  });
  expect(failure).toBeUndefined();
  expect(await guest.calls()).toEqual(['salt-call --local state.sls web -l debug']);
  expect(await guest.text('cat /etc/salt/minion /etc/salt/grains')).toBe('file_client: localrole: web');
});

test('a failing salt-call fails the build unless it may', async () => {
  await guest.text('echo 3 > /exit-salt-call');
  expect((await guest.run(base)).failure).toBe('Error executing salt-call: Bad exit status: 3');
  expect((await guest.run({ ...base, no_exit_on_failure: true })).failure).toBeUndefined();
});

test.skipIf(noGit)('formulas are fetched with git for the upload, and gone afterwards', async () => {
  await guest.text('rm -f /exit-salt-call; rm -rf /srv/tree');
  const repository = join(guest.folder, 'formula.git');
  mkdirSync(join(repository, 'ntp'), { recursive: true });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', repository, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      stdio: 'ignore',
    });
  writeFileSync(join(repository, 'ntp/init.sls'), 'old');
  git('init');
  git('add', '.');
  git('commit', '-m', 'one');
  git('tag', 'v1');
  writeFileSync(join(repository, 'ntp/init.sls'), 'new');
  git('commit', '-am', 'two');
  const { failure, lines } = await guest.run({
    ...base,
    remote_state_tree: '/srv/tree',
    formulas: ['git::file://@/formula.git//ntp?ref=v1', '@/formula.git//web'],
  });
  expect(failure).toBeUndefined();
  expect(await guest.text('cat /srv/tree/ntp/init.sls /srv/tree/web/init.sls')).toBe('oldweb');
  expect(lines).toContain('message: Found existing formula at: @/states/web');
  expect(existsSync(join(guest.folder, 'states/ntp'))).toBe(false);
  expect(existsSync(join(guest.folder, 'states/web'))).toBe(true);
});

test.skipIf(noGit)('a formula that is not there fails before anything is uploaded', async () => {
  const { failure, lines } = await guest.run({ ...base, formulas: ['@/none.git//x'] });
  expect(failure).toMatch(
    /^Unable to download Salt formula from .*none\.git\/\/x: .*(does not exist|not appear)/,
  );
  expect(lines).not.toContain('say: Provisioning with Salt...');
});
