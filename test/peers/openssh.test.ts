import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communicator } from '../../src/communicators/communicator.ts';
import { type Emulator, startEmulator } from '../../src/emulator/emulator.ts';
import type { GuestAddress } from '../../src/guests/guest.ts';
import {
  connected,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
} from '../communicators/ssh/openssh-server.ts';
import { sdkClient } from '../emulator/sdk-client.ts';
import { noSandboxHere } from '../guests/rig.ts';
import { launch } from './launch.ts';
import { missing } from './program.ts';

const noClient = missing('ssh', 'scp', 'sftp');
const kinds = [
  ['memory', noClient],
  ['sandbox', noClient ?? noSandboxHere()],
] as const;

describe.each(kinds)('a %s instance made with the API', (guests, why) => {
  describe.skipIf(why !== undefined)(why ?? 'serves the OpenSSH client', () => {
    const folder = mkdtempSync(join(tmpdir(), 'openssh-peer-'));
    const local = (name: string) => join(folder, name);
    let cloud: Emulator;
    let at: GuestAddress;
    let instanceId: string;

    beforeAll(async () => {
      cloud = await startEmulator({ guests });
      const { privateKeyBody } = await sdkClient(cloud)('Ecs.CreateKeyPair', { keyPairName: 'peer' });
      writeFileSync(local('key'), privateKeyBody, { mode: 0o600 });
      ({ instanceId, at } = await launch(cloud, { keyPairName: 'peer' }));
    });

    afterAll(async () => {
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const openSsh = (program: string, args: readonly string[], input = '') =>
      run(program, [...options(program, at, local('key')), ...args], input);
    const guest = (path = '') => `root@${at.host}${path}`;

    test('ssh runs a command with input, output, error and exit status', async () => {
      const result = await openSsh('ssh', [guest(), 'cat; echo oops >&2; exit 3'], 'through');
      expect(result).toEqual({ code: 3, stdout: 'through', stderr: 'oops\n' });
    });

    // Not rsa-sha2-512: ssh2 leaves out a comma where it tells its algorithms, so that clients do not find that one.
    test.each(['ssh-rsa', 'rsa-sha2-256'])('ssh logs in with %s', async (algorithm) => {
      const only = ['-o', `PubkeyAcceptedAlgorithms=${algorithm}`];
      const result = await openSsh('ssh', [...only, guest(), 'id -un']);
      expect(result).toEqual({ code: 0, stdout: 'root\n', stderr: '' });
    });

    test.each(['-O', '-s'])('scp %s carries a file there and back', async (mode) => {
      writeFileSync(local('sent'), `bytes of ${mode}`);
      const there = await openSsh('scp', [mode, local('sent'), guest(':/tmp/sent')]);
      expect(there).toMatchObject({ code: 0, stderr: '' });
      const back = await openSsh('scp', [mode, guest(':/tmp/sent'), local('back')]);
      expect(back).toMatchObject({ code: 0, stderr: '' });
      expect(readFileSync(local('back'), 'utf8')).toBe(`bytes of ${mode}`);
    });

    test('sftp works off a batch', async () => {
      writeFileSync(local('page'), 'page');
      const batch = ['mkdir /srv/www', `put ${local('page')} /srv/www/page`, 'chmod 600 /srv/www/page'];
      const result = await openSsh('sftp', ['-b', '-', guest()], [...batch, 'ls -l /srv/www'].join('\n'));
      expect(result.code, result.stderr).toBe(0);
      expect(result.stdout).toMatch(/^-rw------- .* 4 .*page$/m);
    });

    test('what was copied is still there after a restart, and gone with the instance', async () => {
      await openSsh('ssh', [guest(), 'echo kept > /etc/kept']);
      const sdk = sdkClient(cloud);
      await sdk('Ecs.StopInstance', { instanceId });
      await sdk('Ecs.StartInstance', { instanceId });
      await cloud.world.guests?.idle();
      at = cloud.reach(at.host, 22) ?? at;
      expect(await openSsh('ssh', [guest(), 'cat /etc/kept'])).toMatchObject({ code: 0, stdout: 'kept\n' });
      await sdk('Ecs.DeleteInstance', { instanceId, force: true });
      await cloud.world.guests?.idle();
      expect(await openSsh('ssh', [guest(), 'true'])).toMatchObject({ code: 255 });
    });
  });
});

/** In depth this stands in test/communicators/ssh; here is only that the peer is there at all. */
describe.skipIf(noOpensshServer)('our SSH communicator and the real sshd', () => {
  let server: OpensshServer;
  let comm: Communicator;

  beforeAll(async () => {
    server = await opensshServer();
    comm = await connected(server);
  });

  afterAll(async () => {
    await comm.close();
    server.stop();
  });

  test('a command runs and tells its exit status', async () => {
    const lines: string[] = [];
    const { signal } = new AbortController();
    const onLine = (_stream: string, line: string) => void lines.push(line);
    expect(await comm.exec('echo hello; exit 4', { signal, onLine })).toMatchObject({ code: 4 });
    expect(lines).toEqual(['hello']);
  });
});

function options(program: string, { port }: GuestAddress, keyFile: string): readonly string[] {
  const settings = [
    'BatchMode=yes',
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'LogLevel=ERROR',
    'IdentitiesOnly=yes',
    'ConnectTimeout=5',
  ];
  const given = settings.flatMap((setting) => ['-o', setting]);
  return ['-F', '/dev/null', ...given, '-i', keyFile, program === 'ssh' ? '-p' : '-P', String(port)];
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], input: string): Promise<Ended> {
  const child = spawn(program, args);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
