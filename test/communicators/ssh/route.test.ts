import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import { connectSsh } from '../../../src/communicators/ssh/connect.ts';
import { makeKeyPair } from '../../../src/communicators/ssh/key-pair.ts';
import type { Login, Prompt } from '../../../src/communicators/ssh/options.ts';
import {
  connected,
  freePort,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
  sshOptions,
  suiteName,
} from './openssh-server.ts';
import { httpProxy, socksProxy } from './proxies.ts';

const live = { signal: new AbortController().signal };

async function says(comm: Communicator, command = 'echo through'): Promise<string> {
  const lines: string[] = [];
  await comm.exec(command, { ...live, onLine: (_stream, line) => lines.push(line) });
  return lines.join('\n');
}

describe.skipIf(noOpensshServer)(suiteName('ways to a guest'), () => {
  let guest: OpensshServer;
  let bastion: OpensshServer;
  beforeAll(async () => {
    [guest, bastion] = await Promise.all([opensshServer(), opensshServer()]);
  });
  afterAll(() => {
    guest.stop();
    bastion.stop();
  });

  const jump = (changes: Partial<Login> = {}): Login => {
    const { host, port, username, privateKey = '' } = bastion.options;
    return { host, port, username, privateKey, ...changes };
  };

  test('a jump host with a key of its own leads there, again after the guest went away', async () => {
    const comm = await connected(guest, { bastion: jump() });
    expect(await says(comm, 'echo $SSH_CONNECTION')).toContain('127.0.0.1');
    guest.kill();
    await guest.start();
    expect(await says(comm)).toBe('through');
    await comm.close();
  });

  test('a jump host that goes away takes the command along, and is connected to again', async () => {
    const comm = await connected(guest, { bastion: jump() });
    const running = comm.exec('sleep 30', live);
    await pause(100);
    bastion.kill();
    expect(await running).toEqual({ code: undefined });
    await bastion.start();
    expect(await says(comm)).toBe('through');
    await comm.close();
  });

  test('what is wrong with the jump host is told as such', async () => {
    const { privateKey } = await makeKeyPair('ed25519');
    await expect(
      connected(guest, { bastion: jump({ privateKey }), handshakeAttempts: 2 }),
    ).rejects.toMatchObject({
      code: 'connect-denied',
      message: expect.stringContaining(`bastion 127.0.0.1:${bastion.port}: the server refused`),
    });
    const port = await freePort();
    await expect(connected(guest, { bastion: jump({ port }), timeout: 300 })).rejects.toMatchObject({
      code: 'connect-timeout',
      hint: expect.stringContaining(`bastion 127.0.0.1:${port}: connection refused`),
    });
    await expect(
      connectSsh({ ...sshOptions(port, guest.privateKey), bastion: jump(), timeout: 3000 }),
    ).rejects.toMatchObject({
      hint: expect.stringContaining(
        'connection refused (no SSH server listens there yet): behind the bastion',
      ),
    });
  });

  test.each(['socks5', 'http'] as const)('a %s proxy leads there, with and without a login', async (type) => {
    const login = { username: 'me', password: 'p:w' };
    const make = type === 'http' ? httpProxy : socksProxy;
    for (const wanted of [undefined, login]) {
      using proxy = await make(wanted);
      const comm = await connected(guest, { proxy: { type, host: '127.0.0.1', port: proxy.port, ...login } });
      expect(await says(comm)).toBe('through');
      expect(proxy.asked).toEqual([`127.0.0.1:${guest.port}`]);
      await comm.close();
    }
  });

  test.each(['socks5', 'http'] as const)('what a %s proxy refuses is told', async (type) => {
    using proxy = await (type === 'http' ? httpProxy : socksProxy)({ username: 'me', password: 'right' });
    const through = { type, host: '127.0.0.1', port: proxy.port, username: 'me' };
    const wrong = connected(guest, { timeout: 2500, proxy: { ...through, password: 'wrong' } });
    await expect(wrong).rejects.toMatchObject({
      hint: expect.stringContaining(`${type} 127.0.0.1:${proxy.port}: it refused the user or password`),
    });
    const closed = connectSsh({
      ...sshOptions(await freePort(), guest.privateKey),
      timeout: 2500,
      proxy: { ...through, password: 'right' },
    });
    await expect(closed).rejects.toMatchObject({
      hint: expect.stringContaining(
        type === 'http' ? 'it answered HTTP/1.1 502' : 'the connection was refused',
      ),
    });
  });

  test('the SOCKS proxy of OpenSSH leads there by name', async () => {
    const port = await freePort();
    const key = join(bastion.folder, 'key');
    writeFileSync(key, bastion.privateKey, { mode: 0o600 });
    const settings = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
    const ssh = spawn('ssh', [
      '-F',
      '/dev/null',
      '-N',
      '-D',
      `127.0.0.1:${port}`,
      '-i',
      key,
      '-p',
      String(bastion.port),
      ...settings.flatMap((each) => ['-o', each]),
      '127.0.0.1',
    ]);
    try {
      const comm = await connectSsh({
        ...guest.options,
        host: 'localhost',
        proxy: { type: 'socks5', host: '127.0.0.1', port, username: '', password: '' },
      });
      expect(await says(comm)).toBe('through');
      await comm.close();
    } finally {
      ssh.kill();
    }
  });
});

describe.skipIf(noOpensshServer)(suiteName('tunnels'), () => {
  let guest: OpensshServer;
  let echo: Server;
  let echoPort = 0;
  beforeAll(async () => {
    guest = await opensshServer();
    echo = createServer((socket) => void socket.on('error', () => undefined).pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const address = echo.address();
    echoPort = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => {
    echo.close();
    guest.stop();
  });

  /** Sends bytes to a port and gives what comes back until the other side ends. */
  function echoed(port: number, text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let heard = '';
      const socket = connect(port, '127.0.0.1', () => socket.end(text));
      socket
        .on('data', (chunk) => (heard += chunk))
        .once('error', reject)
        .once('end', () => resolve(heard));
    });
  }

  test.each(['localTunnels', 'remoteTunnels'] as const)(
    '%s carry bytes both ways, again after a restart',
    async (kind) => {
      const port = await freePort();
      const comm = await connected(guest, { [kind]: [{ port, host: '127.0.0.1', targetPort: echoPort }] });
      const long = 'x'.repeat(300_000);
      expect(await echoed(port, long)).toBe(long);
      guest.kill();
      await guest.start();
      expect(await says(comm)).toBe('through');
      expect(await echoed(port, 'again')).toBe('again');
      await comm.close();
      await expect(echoed(port, 'closed')).rejects.toThrow('ECONNREFUSED');
    },
  );

  test('a tunnel that cannot be opened is told with its setting', async () => {
    const tunnel = { port: echoPort, host: 'h', targetPort: 1 };
    await expect(connected(guest, { localTunnels: [tunnel] })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(`ssh_local_tunnels ('${echoPort}:h:1') cannot be opened`),
    });
    const strict = await opensshServer(['AllowTcpForwarding no']);
    await expect(connected(strict, { remoteTunnels: [tunnel] })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(`ssh_remote_tunnels ('${echoPort}:h:1') cannot be opened`),
    });
    strict.stop();
  });
});

describe.skipIf(noOpensshServer)(suiteName('a jump host that asks'), () => {
  test('is answered by whoever is there', async () => {
    // The real sshd asks at the keyboard through PAM alone, which belongs to the machine; the emulator's asks the same way.
    const { memoryGuests } = await import('../../../src/guests/linux/memory-guest.ts');
    const factory = memoryGuests();
    const computer = await factory.create({ files: {} });
    const [at = { host: '', port: 0 }] = await computer.boot({
      addresses: ['127.0.0.1'],
      port: 0,
      hostname: 'guest',
      userData: undefined,
      authorizedKeys: [],
      password: 'typed',
      onPower: () => undefined,
    });
    const prompts: Prompt[] = [];
    const comm = await connectSsh({
      ...sshOptions(at.port, (await makeKeyPair('ed25519')).privateKey),
      username: 'root',
      host: at.host,
      answer: async (prompt) => {
        prompts.push(prompt);
        return 'typed';
      },
    });
    expect(prompts).toEqual([{ text: '(root@127.0.0.1) Password: ', echo: false }]);
    await comm.close();
    await factory.dispose();
  });
});
