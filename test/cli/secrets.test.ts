import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serveStore } from '../secrets/server.ts';
import { vaultApi } from '../secrets/vault-api.ts';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const local = (inline: string) => ({ type: 'shell-local', inline: [inline] });

/** Everything that is in the files below a folder. */
function contents(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n');
}

it('a secret of a store reaches scripts, and neither output nor the files of the run', async () => {
  await using store = await serveStore(vaultApi);
  const template = {
    variables: {
      file: '',
      password: '{{vault `secret/data/app` `password`}}',
      note: 'uses {{user `password`}}',
    },
    builders: [{ type: 'null', communicator: 'none' }],
    provisioners: [local('echo "{{user `note`}}" | tee "{{user `file`}}"')],
  };
  const cwd = folderWith({ 't.json': template });
  const file = `-var=file=${join(cwd, 'told.txt')}`;
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: cwd,
    VAULT_ADDR: store.url,
    VAULT_TOKEN: 'vault-token',
  };
  const { code, stdout, stderr } = await runMain(['build', '-state-dir=state', file, 't.json'], { cwd, env });
  expect(code).toBe(0);
  expect(readFileSync(join(cwd, 'told.txt'), 'utf8')).toBe('uses from-vault\n');
  expect(stdout).toContain('uses <sensitive>');
  expect(stdout + stderr + contents(join(cwd, 'state'))).not.toContain('from-vault');
  expect(stdout + stderr + contents(join(cwd, 'state'))).not.toContain('vault-token');
  expect(store.asked).toHaveLength(1);
});

it.each([[], ['-machine-readable'], ['-debug', '-timestamp-ui']])(
  'stays hidden with %s, in the report, and when a script fails',
  async (...flags) => {
    await using store = await serveStore(vaultApi);
    const template = {
      variables: { password: '{{vault `secret/data/app` `password`}}', own: 'first line\nsecond line' },
      'sensitive-variables': ['own'],
      builders: [{ type: 'null', communicator: 'none', name: 'of-{{user `password`}}' }],
      provisioners: [
        {
          type: 'shell-local',
          inline: ['echo "{{user `password`}}"', 'echo "{{user `own`}}" >&2', 'exit 3'],
        },
      ],
    };
    const cwd = folderWith({ 't.json': template });
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: cwd,
      VAULT_ADDR: store.url,
      VAULT_TOKEN: 'vault-token',
    };
    const argv = ['build', ...flags, '-on-error=abort', '-report=report.json', '-state-dir=state', 't.json'];
    const { code, stdout, stderr } = await runMain(argv, { cwd, env });
    expect(code).toBe(1);
    expect(stdout).toContain('<sensitive>');
    const again = await runMain(['resume', '-state-dir=state'], { cwd, env });
    expect(again.stdout).toContain('of-<sensitive>: <sensitive>');
    const all = stdout + stderr + again.stdout + contents(cwd).replaceAll(JSON.stringify(template), '');
    for (const secret of ['from-vault', 'vault-token', 'second line']) expect(all).not.toContain(secret);
  },
);

it('a store that refuses ends validation with its words and the way out', async () => {
  await using store = await serveStore(vaultApi);
  const template = {
    variables: { a: '{{vault `none` `k`}}' },
    builders: [{ type: 'null', communicator: 'none' }],
  };
  const cwd = folderWith({ 't.json': template });
  const env = { VAULT_ADDR: store.url, VAULT_TOKEN: 'vault-token' };
  const { code, stdout } = await runMain(['validate', 't.json'], { cwd, env });
  expect(code).toBe(1);
  expect(stdout).toBe(
    [
      'Error: ',
      '',
      'template: root:1:2: executing "root" at <vault `none` `k`>: error calling vault:',
      'Vault Secret does not exist at the given path',
      '',
      'A KV version 2 path has data/ behind the mount: secret/data/NAME.',
      '',
      '',
      '',
    ].join('\n'),
  );
});
