import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import { hostKeys } from '../../../src/communicators/ssh/host-keys.ts';
import { makeKeyPair } from '../../../src/communicators/ssh/key-pair.ts';
import { recordedHosts } from '../../../src/communicators/ssh/known-hosts.ts';
import type { SshOptions } from '../../../src/communicators/ssh/options.ts';
import {
  connected,
  freePort,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
  suiteName,
} from './openssh-server.ts';
import { httpProxy, socksProxy } from './proxies.ts';
import { runs } from './runs.ts';

const live = { signal: new AbortController().signal };

function missing(program: string): string | undefined {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `no ${program} on this machine`;
  }
}
const why = noOpensshServer ?? missing('ssh') ?? missing('sftp');

const openssh = (server: OpensshServer, changes: Partial<SshOptions> = {}) =>
  connected(server, { transport: 'openssh', timeout: 30_000, ...changes });

async function run(comm: Communicator, command: string, signal = live.signal) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const result = await comm.exec(command, {
    signal,
    onLine: (stream, line) => (stream === 'stdout' ? stdout : stderr).push(line),
  });
  return { ...result, stdout, stderr };
}

/** Private folders of connections that are open. */
const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ecs-ssh-'));

describe.skipIf(why !== undefined)(suiteName('the programs of OpenSSH'), () => {
  let server: OpensshServer;
  let comm: Communicator;
  beforeAll(async () => {
    server = await opensshServer();
    comm = await openssh(server);
  });
  afterAll(async () => {
    await comm.close();
    server.stop();
  });

  test('run commands with lines, streams and exit codes', async () => {
    expect(await run(comm, "printf 'one\\ntwo'; echo bad >&2; exit 3")).toEqual({
      code: 3,
      stdout: ['one', 'two'],
      stderr: ['bad'],
    });
    expect(await run(comm, 'cat; exit 255')).toMatchObject({ code: 255 });
    expect(comm.data).toMatchObject({ ConnType: 'ssh', User: server.options.username });
  });

  test('a terminal is given when asked for', async () => {
    const withPty = await openssh(server, { pty: true });
    expect((await run(withPty, 'tty >/dev/null && echo terminal')).stdout).toEqual(['terminal']);
    await withPty.close();
  });

  test('cancelling kills the command on the guest', async () => {
    const controller = new AbortController();
    const [begun, pid] = [join(server.folder, 'begun'), join(server.folder, 'pid-of-it')];
    const running = run(comm, `echo $$ > ${pid}; touch ${begun}; sleep 60; true`, controller.signal);
    while (!existsSync(begun)) await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    // The order to end it is on its way; left alone it would live for a minute.
    await expect.poll(() => runs(Number(readFileSync(pid, 'utf8')))).toBe(false);
    expect((await run(comm, 'echo still usable')).stdout).toEqual(['still usable']);
  });

  test('a server that goes away gives no exit code; the next command connects again', async () => {
    const dying = await opensshServer();
    const link = await openssh(dying);
    const begun = join(dying.folder, 'begun');
    const running = run(link, `echo before; touch ${begun}; sleep 30`);
    while (!existsSync(begun)) await new Promise((resolve) => setTimeout(resolve, 10));
    dying.kill();
    expect(await running).toMatchObject({ code: undefined, stdout: ['before'] });
    await expect(run(link, 'true')).rejects.toMatchObject({ code: 'connection-lost' });
    await dying.start();
    expect((await run(link, 'echo again')).stdout).toEqual(['again']);
    await link.close();
    dying.stop();
  });

  test.each(['scp', 'sftp'] as const)('files and folders go by %s', async (fileTransferMethod) => {
    const other = await openssh(server, { fileTransferMethod });
    const work = join(server.folder, fileTransferMethod);
    mkdirSync(join(work, 'tree/sub'), { recursive: true });
    const strange = `it's a "file" [1]*?`;
    writeFileSync(join(work, 'tree/sub', strange), 'x'.repeat(300_000), { mode: 0o640 });
    await other.upload({ file: join(work, 'tree/sub', strange) }, join(work, 'a "b" c'), live);
    expect(statSync(join(work, 'a "b" c'))).toMatchObject({ size: 300_000, mode: 0o100640 });
    await other.upload({ content: 'made here\n', mode: 0o600 }, join(work, 'made'), live);
    expect(readFileSync(join(work, 'made'), 'utf8')).toBe('made here\n');
    await other.download(join(work, 'made'), join(work, 'back'), live);
    expect(readFileSync(join(work, 'back'), 'utf8')).toBe('made here\n');
    await other.uploadDir(join(work, 'tree'), join(work, 'tree-there'), live);
    await other.downloadDir(join(work, 'tree-there'), join(work, 'tree-back'), live);
    const found = readdirSync(join(work, 'tree-back'), { recursive: true, encoding: 'utf8' });
    expect(found.some((name) => name.endsWith(strange))).toBe(true);
    await expect(other.download('/no/such/file', join(work, 'y'), live)).rejects.toMatchObject({
      code: 'transfer-failed',
    });
    await other.close();
  });

  test('nothing secret stands in an argument, and nothing stays behind', async () => {
    const before = folders().length;
    const other = await openssh(server, { password: 'very-secret-word' });
    const all = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect(all).toContain('ecs-ssh-');
    expect(all).not.toContain('very-secret-word');
    const [mine = ''] = folders().slice(-1);
    expect(statSync(join(tmpdir(), mine)).mode & 0o777).toBe(0o700);
    await other.close();
    expect(folders()).toHaveLength(before);
  });
});

describe.skipIf(why !== undefined)(suiteName('logins with the programs of OpenSSH'), () => {
  test('a certificate is shown, which the library cannot', async () => {
    const server = await opensshServer();
    const file = (name: string) => join(server.folder, name);
    const [ca, user] = await Promise.all([
      makeKeyPair('ed25519'),
      makeKeyPair('ed25519', { comment: 'user' }),
    ]);
    writeFileSync(file('ca'), ca.privateKey, { mode: 0o600 });
    writeFileSync(file('user.pub'), `${user.publicKey}\n`);
    execFileSync('ssh-keygen', [
      '-q',
      '-s',
      file('ca'),
      '-I',
      'test',
      '-n',
      server.options.username,
      file('user.pub'),
    ]);
    writeFileSync(file('authorized_keys'), `cert-authority ${ca.publicKey}\n`);
    const certificate = readFileSync(file('user-cert.pub'), 'utf8');
    const comm = await openssh(server, { privateKey: user.privateKey, certificate });
    expect((await run(comm, 'echo by certificate')).stdout).toEqual(['by certificate']);
    await comm.close();
    const without = openssh(server, { privateKey: user.privateKey, handshakeAttempts: 2 });
    await expect(without).rejects.toMatchObject({ code: 'connect-denied' });
    server.stop();
  });

  test('a server with nothing but post-quantum key exchange is reached', async () => {
    const kex = 'sntrup761x25519-sha512@openssh.com';
    const server = await opensshServer([`KexAlgorithms ${kex}`]);
    const comm = await openssh(server, { kex: [kex] });
    expect((await run(comm, 'echo safe')).stdout).toEqual(['safe']);
    await comm.close();
    server.stop();
  });

  test('a password is given to a guest that asks for one', async () => {
    const { memoryGuests } = await import('../../../src/guests/linux/memory-guest.ts');
    const factory = memoryGuests();
    const computer = await factory.create({ files: {} });
    const [at = { host: '', port: 0 }] = await computer.boot({
      addresses: ['127.0.0.1'],
      port: 0,
      hostname: 'guest',
      userData: undefined,
      authorizedKeys: [],
      password: `it's "secret"`,
      onPower: () => undefined,
    });
    const server = await opensshServer();
    const { privateKey: _, ...settings } = server.options;
    const comm = await connected(server, {
      ...settings,
      ...at,
      transport: 'openssh',
      username: 'root',
      password: `it's "secret"`,
      timeout: 30_000,
      privateKey: (await makeKeyPair('ed25519')).privateKey,
    });
    expect((await run(comm, 'echo inside')).stdout).toEqual(['inside']);
    await comm.close();
    await factory.dispose();
    server.stop();
  });

  test('a jump host, and proxies that the programs do not know', async () => {
    const [guest, bastion] = await Promise.all([opensshServer(), opensshServer()]);
    const { host, port, username, privateKey = '' } = bastion.options;
    const comm = await openssh(guest, { bastion: { host, port, username, privateKey } });
    expect((await run(comm, 'echo jumped')).stdout).toEqual(['jumped']);
    await comm.close();
    for (const [type, make] of [
      ['http', httpProxy],
      ['socks5', socksProxy],
    ] as const) {
      using proxy = await make({ username: 'me', password: 'p' });
      const at = { type, host: '127.0.0.1', port: proxy.port, username: 'me' };
      const through = await openssh(guest, { proxy: { ...at, password: 'p' } });
      expect((await run(through, 'echo through')).stdout).toEqual(['through']);
      await through.close();
      const refused = openssh(guest, { proxy: { ...at, password: 'wrong' }, timeout: 3000 });
      await expect(refused).rejects.toMatchObject({
        hint: expect.stringContaining('it refused the user or password'),
      });
    }
    guest.stop();
    bastion.stop();
  });

  test('host keys are judged as with the library, and recorded in the same file', async () => {
    const server = await opensshServer();
    const file = join(server.folder, 'known_hosts');
    const rules = () => hostKeys({ check: 'first-use', known: recordedHosts(file), file });
    const how = () => ({ hostKeys: rules(), hostKeyName: 'i-1', handshakeAttempts: 1 });
    await (await openssh(server, how())).close();
    await (await connected(server, how())).close();
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1);
    writeFileSync(join(server.folder, 'host_key'), (await makeKeyPair('ed25519')).privateKey, {
      mode: 0o600,
    });
    server.kill();
    await server.start();
    await expect(openssh(server, how())).rejects.toMatchObject({
      code: 'connect-denied',
      message: expect.stringContaining('is not the key that was met first'),
    });
    server.stop();
  });

  test('what keeps them from connecting is told apart', async () => {
    const server = await opensshServer();
    const wrong = (await makeKeyPair('ed25519')).privateKey;
    await expect(openssh(server, { privateKey: wrong, handshakeAttempts: 1 })).rejects.toMatchObject({
      code: 'connect-denied',
      message: expect.stringContaining('Permission denied'),
    });
    await expect(openssh(server, { port: await freePort(), timeout: 1500 })).rejects.toMatchObject({
      code: 'connect-timeout',
      hint: expect.stringContaining('connection refused'),
    });
    await expect(openssh(server, { ciphers: ['rot13'] })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('rot13'),
    });
    const taken = { port: server.port, host: 'h', targetPort: 1 };
    await expect(openssh(server, { localTunnels: [taken] })).rejects.toMatchObject({
      code: 'config-invalid',
    });
    server.stop();
  });
});
