import { writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectSsh } from '../../../src/communicators/ssh/connect.ts';
import { makeKeyPair } from '../../../src/communicators/ssh/key-pair.ts';
import {
  connected,
  freePort,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
  sshOptions,
  suiteName,
} from './openssh-server.ts';

/** A port that accepts and then does what `answer` does. */
async function listener(answer: (socket: Socket) => void): Promise<{ port: number; close(): void }> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    answer(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe('waiting for SSH', () => {
  let key = '';
  beforeAll(async () => {
    key = (await makeKeyPair('ed25519')).privateKey;
  });

  test('names a refused port after the timeout', async () => {
    const port = await freePort();
    const tries: string[] = [];
    const failed = connectSsh({
      ...sshOptions(port, key),
      timeout: 300,
      onAttempt: (failure) => tries.push(failure.reason),
    });
    await expect(failed).rejects.toMatchObject({
      code: 'connect-timeout',
      message: 'Timeout waiting for SSH.',
      hint: expect.stringContaining('connection refused'),
    });
    expect(tries.length).toBeGreaterThan(3);
    expect(new Set(tries)).toEqual(new Set(['refused']));
  });

  test('names a server that accepts and says nothing', async () => {
    const silent = await listener(() => undefined);
    await expect(connectSsh({ ...sshOptions(silent.port, key), timeout: 300 })).rejects.toMatchObject({
      code: 'connect-timeout',
      hint: expect.stringContaining('no answer'),
    });
    silent.close();
  });

  test('names a server that hangs up during the handshake', async () => {
    const booting = await listener((socket) => socket.end());
    await expect(connectSsh({ ...sshOptions(booting.port, key), timeout: 300 })).rejects.toMatchObject({
      hint: expect.stringContaining('still booting'),
    });
    booting.close();
  });

  test('ends at once when cancelled, in a try and between tries', async () => {
    const silent = await listener(() => undefined);
    for (const port of [silent.port, await freePort()]) {
      const signal = AbortSignal.timeout(100);
      const waiting = connectSsh({
        ...sshOptions(port, key),
        signal,
        timeout: 60_000,
        retryInterval: 30_000,
      });
      await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    }
    silent.close();
  });

  test('ciphers that nobody knows are told without a second try', async () => {
    const silent = await listener(() => undefined);
    const failed = connectSsh({ ...sshOptions(silent.port, key), ciphers: ['rot13'] });
    await expect(failed).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('rot13'),
    });
    silent.close();
  });
});

describe.skipIf(noOpensshServer)(suiteName('logging in to a real OpenSSH server'), () => {
  let server: OpensshServer;
  beforeAll(async () => {
    server = await opensshServer();
  });
  afterAll(() => server.stop());

  test.each([
    ['rsa', undefined],
    ['ecdsa', undefined],
    ['ecdsa', 256],
    ['ed25519', undefined],
  ] as const)('a key pair made here is accepted: %s %s', async (type, bits) => {
    const pair = await makeKeyPair(type, { ...(bits === undefined ? {} : { bits }), comment: 'made here' });
    const other = await opensshServer();
    writeFileSync(`${other.folder}/authorized_keys`, `${pair.publicKey}\n`);
    const comm = await connected(other, { privateKey: pair.privateKey });
    expect(comm.data).toMatchObject({ ConnType: 'ssh', Host: '127.0.0.1', Port: String(other.port) });
    expect(`${comm.data['SSHPublicKey']?.trim()} made here`).toBe(pair.publicKey);
    await comm.close();
    other.stop();
  });

  test('a wrong key is counted and given up', async () => {
    const { privateKey } = await makeKeyPair('ed25519');
    const tries: string[] = [];
    const failed = connected(server, {
      privateKey,
      handshakeAttempts: 3,
      onAttempt: (failure) => tries.push(failure.reason),
    });
    await expect(failed).rejects.toMatchObject({
      code: 'connect-denied',
      message: expect.stringContaining('authentication error'),
    });
    expect(tries).toEqual(['denied', 'denied', 'denied']);
  });

  test('a server that comes up late is found', async () => {
    const late = await opensshServer();
    late.kill();
    await pause(50);
    const waiting = connected(late);
    await pause(200);
    await late.start();
    const comm = await waiting;
    expect((await comm.exec('true', { signal: late.options.signal })).code).toBe(0);
    await comm.close();
    late.stop();
  });

  test('another host key after a restart is refused', async () => {
    const changing = await opensshServer();
    const comm = await connected(changing);
    changing.kill();
    writeFileSync(`${changing.folder}/host_key`, (await makeKeyPair('ed25519')).privateKey, { mode: 0o600 });
    await changing.start();
    await expect(comm.exec('true', { signal: changing.options.signal })).rejects.toMatchObject({
      code: 'connect-denied',
      message: expect.stringContaining('host key'),
    });
    changing.stop();
  });
});
