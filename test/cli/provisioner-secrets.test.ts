import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

test('secret settings of provisioners are in no output and no journal, also those of an override', async () => {
  const template = {
    variables: { password: 'from-a-variable' },
    builders: [{ type: 'null', communicator: 'none' }],
    provisioners: [
      { type: 'shell-local', inline: ['echo one:plain-secret two:from-a-variable three:of-an-override'] },
      {
        type: 'puppet-server',
        elevated_user: 'u',
        Elevated_Password: 'plain-secret',
        override: { null: { elevated_password: 'of-an-override' } },
      },
      { type: 'puppet-server', elevated_user: 'u', elevated_password: '{{user `password`}}' },
    ],
  };
  const folder = folderWith({ 't.json': template });
  const { stdout, stderr } = await runMain(['build', '-color=false', join(folder, 't.json')], {
    cwd: folder,
  });
  expect(stdout).toContain('one:<sensitive> two:<sensitive> three:<sensitive>');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 't.json')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  expect(files.length).toBeGreaterThan(0);
  for (const text of [stdout, stderr, ...files]) expect(text).not.toMatch(/plain-secret|of-an-override/);
});
