import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import { makeKeyPair } from '../../../src/communicators/ssh/key-pair.ts';
import type { SshOptions } from '../../../src/communicators/ssh/options.ts';
import { publicKeyOf, readPrivateKey } from '../../../src/communicators/ssh/private-key.ts';
import {
  connected,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
  suiteName,
} from './openssh-server.ts';

const live = { signal: new AbortController().signal };

async function says(comm: Communicator, command: string): Promise<string> {
  const lines: string[] = [];
  await comm.exec(command, { ...live, onLine: (_stream, line) => lines.push(line) });
  return lines.join('\n');
}

describe.skipIf(noOpensshServer)(suiteName('an agent'), () => {
  let server: OpensshServer;
  let socket: string;
  let agent: ReturnType<typeof spawn>;
  beforeAll(async () => {
    server = await opensshServer();
    socket = join(server.folder, 'agent');
    agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'pipe' });
    await new Promise((resolve) => agent.stdout?.once('data', resolve));
    const key = join(server.folder, 'user-key');
    writeFileSync(key, server.privateKey, { mode: 0o600 });
    execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
  });
  afterAll(() => {
    agent.kill();
    server.stop();
  });

  test.each(['builtin', 'openssh'] as const)(
    'holds the key, and is there for commands on the guest when forwarded: %s',
    async (transport) => {
      const { privateKey: _, ...settings } = server.options;
      const how = { ...settings, transport, timeout: 30_000, agent: socket };
      const { connectSsh } = await import('../../../src/communicators/ssh/connect.ts');
      const comm = await connectSsh({ ...how, forwardAgent: socket });
      expect(await says(comm, 'ssh-add -L')).toContain(publicKeyOf(server.privateKey));
      await comm.close();
      const without = await connectSsh(how);
      expect(await says(without, 'echo "[$SSH_AUTH_SOCK]"')).toBe('[]');
      await without.close();
    },
  );

  test('that is not there leaves the other ways', async () => {
    const comm = await connected(server, { agent: '/no/such/agent' });
    expect(await says(comm, 'echo in')).toBe('in');
    await comm.close();
  });
});

describe.skipIf(noOpensshServer)(suiteName('a silent connection'), () => {
  test('is given up after ssh_read_write_timeout', async () => {
    const server = await opensshServer();
    const comm = await connected(server, { readWriteTimeout: 400, keepAlive: 0 });
    expect(await comm.exec('echo begun; sleep 30', live)).toEqual({ code: undefined });
    expect(await says(comm, 'echo again')).toBe('again');
    await comm.close();
    server.stop();
  });

  test.each<[string, Partial<SshOptions>]>([
    ['of ours', { keepAlive: 100, keepAliveLimit: 300 }],
    ['of the ssh program', { transport: 'openssh', keepAlive: 1000, keepAliveLimit: 3000 }],
  ])('is given up when the guest hangs and answers no keep-alive %s', async (_, changes) => {
    const server = await opensshServer();
    const comm = await connected(server, changes);
    const lines: string[] = [];
    const onLine = (stream: string, line: string) => {
      if (stream === 'stdout') lines.push(line);
      if (line === 'begun') server.freeze();
    };
    expect(await comm.exec('echo begun; sleep 1000', { ...live, onLine })).toEqual({ code: undefined });
    expect(lines).toEqual(['begun']);
    await comm.close();
    server.stop();
  });
});

describe.skipIf(noOpensshServer)(suiteName('encrypted private keys'), () => {
  test('open with their passphrase, in every form, and log in', async () => {
    const server = await opensshServer();
    const file = join(server.folder, 'locked');
    const texts: string[] = [];
    for (const args of [
      ['-t', 'ed25519'],
      ['-t', 'rsa', '-b', '2048'],
      ['-t', 'ecdsa'],
      ['-t', 'rsa', '-b', '2048', '-m', 'PEM'],
      ['-t', 'ecdsa', '-m', 'PKCS8'],
    ]) {
      execFileSync('rm', ['-f', file, `${file}.pub`]);
      execFileSync('ssh-keygen', ['-q', '-a', '1', ...args, '-N', 'open sesame', '-f', file]);
      texts.push(readFileSync(file, 'utf8'));
    }
    texts.push(
      generateKeyPairSync('ed25519')
        .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
        .toString(),
    );
    for (const text of texts) {
      expect(readPrivateKey(text)).toMatchObject({ found: false, why: 'passphrase' });
      expect(readPrivateKey(text, 'wrong')).toMatchObject({
        found: false,
        reason: 'the passphrase does not open this private key',
      });
      const opened = readPrivateKey(text, 'open sesame');
      if (!opened.found) throw new Error(opened.reason);
      writeFileSync(join(server.folder, 'authorized_keys'), `${publicKeyOf(opened.text)}\n`);
      const comm = await connected(server, { privateKey: opened.text });
      expect(await says(comm, 'echo in')).toBe('in');
      await comm.close();
    }
    server.stop();
  });

  test('of a temporary pair in PKCS #8 are read as those of others', async () => {
    const pair = await makeKeyPair('ecdsa', { bits: 384 });
    expect(readPrivateKey(pair.privateKey, 'a passphrase that nobody needs')).toMatchObject({ found: true });
  });
});
