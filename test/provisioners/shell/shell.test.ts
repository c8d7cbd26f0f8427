import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import {
  connected,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
  suiteName,
} from '../../communicators/ssh/openssh-server.ts';
import { provision, rig } from '../rig.ts';

describe.skipIf(noOpensshServer)(suiteName('provisioners over a real OpenSSH server'), () => {
  let server: OpensshServer;
  let comm: Communicator;
  let folder: string;
  beforeAll(async () => {
    server = await opensshServer();
    comm = await connected(server);
    folder = join(server.folder, 'guest');
    mkdirSync(folder);
  });
  afterAll(async () => {
    await comm.close();
    server.stop();
  });

  test('an inline script streams its output and leaves nothing behind', async () => {
    const run = rig(comm);
    const inline = ['echo "$A on {{build `Host`}}"', 'echo warning >&2'];
    await provision('shell', { inline, environment_vars: ["A=it's me"], remote_folder: folder }, run);
    expect(run.lines[0]).toMatch(/^say: Provisioning with shell script: .*packer-shell\d+$/);
    expect(run.lines.slice(1).toSorted()).toEqual(['stderr: warning', "stdout: it's me on 127.0.0.1"]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a failing script names its exit code and stays for a look', async () => {
    const failed = provision('shell', { inline: ['exit 9'], remote_path: join(folder, 'kept') }, rig(comm));
    await expect(failed).rejects.toMatchObject({
      code: 'script-failed',
      message: 'Script exited with non-zero exit status: 9.Allowed exit codes are: [0]',
    });
    expect(existsSync(join(folder, 'kept'))).toBe(true);
  });

  test('variables in a file are readable by their owner only', async () => {
    const settings = { inline: ['echo "$SECRET"'], env: { SECRET: 'a b' }, use_env_var_file: true };
    const run = rig(comm);
    await provision('shell', { ...settings, skip_clean: true, remote_folder: join(folder, '.') }, run);
    expect(run.lines).toContain('stdout: a b');
    const name = readdirSync(folder).find((each) => each.startsWith('varfile_')) ?? '';
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  test('a pause afterwards is told, and can be cancelled', async () => {
    const controller = new AbortController();
    const run = rig(comm, controller.signal);
    const note: typeof run.scope.note = (level, text) => {
      run.scope.note(level, text);
      if (text.startsWith('Pausing')) controller.abort();
    };
    const settings = { inline: ['true'], pause_after: '1h', remote_folder: folder };
    const paused = provision('shell', settings, { ...run, scope: { ...run.scope, note } });
    await expect(paused).rejects.toMatchObject({ code: 'cancelled' });
    expect(run.lines.at(-1)).toBe('say: Pausing 1h0m0s after this provisioner...');
  });

  test('generated text is copied, and a refusal is told', async () => {
    const target = join(folder, 'note');
    await provision('file', { content: 'for {{build `ID`}}', destination: target }, rig(comm));
    // As in Packer, the text itself is rendered when settings are read only, not with generated data.
    expect(readFileSync(target, 'utf8')).toBe('for {{.ID}}');
    const run = rig(comm);
    const failed = provision('file', { source: target, destination: '/no/such/folder/x' }, run);
    await expect(failed).rejects.toMatchObject({ code: 'transfer-failed' });
    expect(run.lines.at(-1)).toMatch(/^error: Upload failed: /);
  });
});

describe.skipIf(noOpensshServer)(suiteName('a guest that restarts under a script'), () => {
  test('fails the script unless that is expected; then the next commands wait for the guest', async () => {
    const server = await opensshServer();
    const comm = await connected(server);
    const begun = join(server.folder, 'begun');
    const settings = {
      inline: ['echo about to go; echo "  with a blank" >&2', `sleep 0.2; touch '${begun}'; sleep 30`],
      remote_folder: server.folder,
      skip_clean: true,
    };
    const restart = async (): Promise<void> => {
      while (!existsSync(begun)) await pause(10);
      server.kill();
      await pause(100);
      await server.start();
    };
    const [failure] = await Promise.all([
      provision('shell', settings, rig(comm)).catch((error: unknown) => error),
      restart(),
    ]);
    expect(failure).toMatchObject({
      message: expect.stringContaining('Script disconnected unexpectedly.'),
      hint: 'The connection was lost after these lines of its output:\nabout to go\n  with a blank',
    });

    writeFileSync(join(server.folder, 'second.sh'), '#!/bin/sh\necho second\n');

    rmSync(begun);
    const run = rig(comm);
    const scripts = { ...settings, skip_clean: false, expect_disconnect: true };
    await Promise.all([provision('shell', scripts, run), restart()]);
    const second = { script: join(server.folder, 'second.sh'), remote_folder: server.folder };
    await provision('shell', second, run);
    expect(run.lines).toContain('stdout: second');
    await comm.close();
    server.stop();
  });
});
