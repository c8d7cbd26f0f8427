import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communicator } from '../../src/communicators/communicator.ts';
import type { JsonObject } from '../../src/template/model/template.ts';
import {
  connected,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
} from '../communicators/ssh/openssh-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { provision, recorder, rig } from './rig.ts';

const PACKER = ['/usr/bin/packer', '/usr/local/bin/packer'].find(existsSync);
const missing = noOpensshServer ?? (PACKER === undefined ? 'no packer on this machine' : undefined);
const folder = temporaryFolder('ecs-imagebuild-stream');
const at = (name: string) => join(folder, name);

/** Settings that both programs run; `@` in a text is the folder on the guest. */
const cases: readonly (readonly [string, string, JsonObject])[] = [
  ['inline commands', 'shell', { inline: ['echo one', 'echo {{build `ID`}}'] }],
  [
    'variables that need quoting',
    'shell',
    { inline: 'echo "$A|$B|$C"', environment_vars: ["B=it's", 'A=b c', 'C==x'] },
  ],
  ['a file of variables', 'shell', { inline: 'true', use_env_var_file: true, environment_vars: ['K=v'] }],
  ['another command', 'shell', { inline: 'true', execute_command: "{{.Vars}} sh -e '{{.Path}}'" }],
  ['another format', 'shell', { inline: 'true', env_var_format: 'env %[1]s=%q ', environment_vars: ['K=v'] }],
  ['a fixed name', 'shell', { inline: 'true', remote_file: 'fixed.sh' }],
  ['no cleaning', 'shell', { inline: 'true', skip_clean: true, remote_path: '@/kept.sh' }],
  ['a script that fails', 'shell', { inline: 'exit 4' }],
  ['other exit codes', 'shell', { inline: 'exit 4', valid_exit_codes: [0, 4] }],
  ['script files', 'shell', { scripts: ['@/dos.sh', '@/dos.sh'] }],
  ['a file', 'file', { source: '@/plain', destination: '@/there' }],
  ['a file into a folder', 'file', { source: '@/plain', destination: '@/with blank/' }],
  ['a folder', 'file', { source: '@/source', destination: '@/into' }],
  ['the contents of a folder', 'file', { source: '@/source/', destination: '@/into' }],
  ['a download', 'file', { source: '@/plain', destination: '@/back/', direction: 'download' }],
  [
    'a download of a name with a blank',
    'file',
    { source: '@/a b', destination: '@/c', direction: 'download' },
  ],
  ['a download of a folder', 'file', { source: '@/source/', destination: '@/back', direction: 'download' }],
];

describe.skipIf(missing)(
  `commands on the guest, as Packer sends them${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let server: OpensshServer;
    let comm: Communicator;
    let record: ReturnType<typeof recorder>;
    beforeAll(async () => {
      for (const name of ['source/deep', 'into', 'with blank', 'home'])
        mkdirSync(at(name), { recursive: true });
      for (const name of ['plain', 'a b', 'source/deep/file']) writeFileSync(at(name), name);
      writeFileSync(at('dos.sh'), '#!/bin/sh\r\necho dos\r\n', { mode: 0o755 });
      record = recorder(folder);
      server = await opensshServer([record.sshdConfig]);
      writeFileSync(at('key'), server.privateKey, { mode: 0o600 });
      comm = await connected(server);
    });
    afterAll(async () => {
      await comm?.close();
      server?.stop();
    });

    test.each(cases)('%s', async (_name, type, settings) => {
      const remote = type === 'shell' ? { remote_folder: '@' } : {};
      const text = JSON.stringify({ ...remote, ...settings }).replaceAll('@', folder);
      record.take();
      const theirs = await packer({ type, ...JSON.parse(text) });
      const theirStream = record.take();
      const ours = rig(comm);
      const failure = await provision(type, JSON.parse(text), ours).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      expect(record.take()).toEqual(theirStream);
      expect(theirStream).not.toEqual([]);
      for (const line of ours.lines)
        expect(unnumbered(theirs)).toContain(unnumbered(line.replace(/^\w+: /, '')));
      if (failure !== undefined) expect(theirs).toContain(failure);
      if (failure === undefined) expect(theirs).not.toContain('errored after');
    });

    async function packer(provisioner: JsonObject): Promise<string> {
      const builder = {
        type: 'null',
        ssh_host: '127.0.0.1',
        ssh_port: server.port,
        ssh_username: userInfo().username,
        ssh_private_key_file: at('key'),
      };
      writeFileSync(
        at('template.json'),
        JSON.stringify({ builders: [builder], provisioners: [provisioner] }),
      );
      const env = { PATH: process.env['PATH'], HOME: at('home'), CHECKPOINT_DISABLE: '1', PACKER_LOG: '' };
      const run = promisify(execFile)(PACKER ?? '', ['build', '-color=false', at('template.json')], {
        env,
        cwd: folder,
      });
      return run.then(
        ({ stdout, stderr }) => stdout + stderr,
        (error: { readonly stdout: string; readonly stderr: string }) => error.stdout + error.stderr,
      );
    }

    test('a script with line ends of DOS arrived with those of Unix', async () => {
      await provision(
        'shell',
        { script: at('dos.sh'), remote_path: at('kept'), skip_clean: true },
        rig(comm),
      );
      expect(readFileSync(at('kept'), 'utf8')).toBe('#!/bin/sh\necho dos\n');
    });
  },
);

function unnumbered(text: string): string {
  return text
    .replaceAll(`${tmpdir()}/packer-shell`, '/tmp/packer-shell')
    .replace(/packer-shell\d+/g, 'packer-shellN');
}
