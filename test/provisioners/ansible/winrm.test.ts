import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { prepared, rig } from '../rig.ts';

const folder = temporaryFolder('ecs-imagebuild-winrm');

/** Copies what it is given, as its files are gone once it has ended. */
const SOURCE = `#!/bin/sh
for a; do echo "$a"; done > '${folder}/args'
for a; do case $a in @*) cp "\${a#@}" '${folder}/variables'; stat -c %a "\${a#@}" > '${folder}/mode' ;; */packer-provisioner-ansible*) cp "$a" '${folder}/inventory' ;; esac; done
`;

test.skipIf(process.platform === 'win32')(
  'a Windows guest’s password is in a file that nobody else reads, not among the arguments',
  async () => {
    writeFileSync(join(folder, 'tool'), SOURCE, { mode: 0o755 });
    writeFileSync(join(folder, 'site.yml'), '');
    const made = rig();
    const data = {
      ConnType: 'winrm',
      Host: '192.0.2.1',
      Port: '5986',
      User: 'Administrator',
      Password: 'geheim"1',
    };
    const provisioner = await prepared('ansible', {
      playbook_file: join(folder, 'site.yml'),
      command: join(folder, 'tool'),
      skip_version_check: true,
      use_proxy: false,
      user: 'Administrator',
    });
    await provisioner.run({ ...made.scope, data });
    expect(readFileSync(join(folder, 'args'), 'utf8')).not.toContain('geheim');
    expect(made.lines.join('\n')).not.toContain('geheim');
    expect(JSON.parse(readFileSync(join(folder, 'variables'), 'utf8'))).toEqual({
      ansible_password: 'geheim"1',
    });
    expect(readFileSync(join(folder, 'mode'), 'utf8')).toBe('600\n');
    expect(readFileSync(join(folder, 'inventory'), 'utf8')).toContain(
      'default ansible_host=192.0.2.1 ansible_connection=winrm ansible_winrm_transport=basic',
    );
  },
);
