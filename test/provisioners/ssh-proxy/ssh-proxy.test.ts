import { createServer, type Server } from 'node:net';
import ssh2, { type Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKeyPair } from '../../../src/communicators/ssh/key-pair.ts';
import type { ProvisionScope } from '../../../src/provisioners/provisioner.ts';
import { type ProxyKeys, proxyKeys } from '../../../src/provisioners/ssh-proxy/proxy-keys.ts';
import { type SshProxyOptions, startSshProxy } from '../../../src/provisioners/ssh-proxy/ssh-proxy.ts';
import { collect, eventually, execOn } from '../../guests/rig.ts';
import { rig } from '../rig.ts';
import { type ToolGuest, toolGuest } from '../tool-guest.ts';

let guest: ToolGuest;
let keys: ProxyKeys;
beforeAll(async () => {
  guest = await toolGuest([], {});
  keys = await proxyKeys({ ssh_host_key_file: '', ssh_authorized_key_file: '' });
});
afterAll(() => guest.dispose());

interface Through {
  readonly port: number;
  readonly lines: readonly string[];
  connect(changes?: ConnectConfig): Promise<Client>;
}

/** Works with a proxy; `changes` are of its options, `scope` of what it runs on. */
async function through(
  work: (proxy: Through) => Promise<void>,
  changes: Partial<SshProxyOptions> = {},
  scope: Partial<ProvisionScope> = {},
): Promise<void> {
  const made = rig(guest.comm);
  const options = { keys, user: 'tool', port: 0, sftpCommand: 'cat', ...changes };
  await using proxy = await startSshProxy(options, { ...made.scope, ...scope });
  const connect = (config: ConnectConfig = {}) => connected({ port: proxy.port, ...config });
  await work({ port: proxy.port, lines: made.lines, connect });
}

function connected(config: ConnectConfig): Promise<Client> {
  const client = new ssh2.Client();
  const login = { host: '127.0.0.1', username: 'tool', privateKey: keys.private ?? '' };
  return new Promise((resolve, reject) => {
    client.once('ready', () => resolve(client)).on('error', reject);
    client.connect({ ...login, ...config });
  });
}

function channelOf(open: (done: (error: Error | undefined, channel: ClientChannel) => void) => void) {
  return new Promise<ClientChannel>((resolve, reject) => {
    open((error, channel) => (error ? reject(error) : resolve(channel)));
  });
}

test('a command has its input, both outputs and its exit code, side by side with another', () =>
  through(async ({ connect }) => {
    const client = await connect();
    const [first, second] = await Promise.all([
      execOn(client, 'cat; echo oops >&2; exit 3', 'through'),
      execOn(client, 'echo other'),
    ]);
    expect(first).toMatchObject({ code: 3, stderr: 'oops\n' });
    expect(first.stdout.toString()).toBe('through');
    expect(second.stdout.toString()).toBe('other\n');
  }));

test('bytes of any kind pass in both directions', () =>
  through(async ({ connect }) => {
    const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 7919) % 256));
    const { stdout, code } = await execOn(await connect(), 'cat', bytes);
    expect(code).toBe(0);
    expect(stdout.equals(bytes)).toBe(true);
  }));

test('only the one user with the one key is let in, which is told', () =>
  through(async ({ connect, lines }) => {
    const other = await makeKeyPair('ecdsa', { bits: 256 });
    await expect(connect({ privateKey: other.privateKey })).rejects.toThrow(/authentication/i);
    await expect(connect({ username: 'root' })).rejects.toThrow(/authentication/i);
    await expect(connect({ password: 'guessed', privateKey: '' })).rejects.toThrow(/authentication/i);
    expect(await eventually(() => lines.length === 3)).toBe(true);
    expect(new Set(lines)).toEqual(new Set(['error: failed to handshake']));
  }));

test('scp takes a file as it comes and gives one back', () =>
  through(async ({ connect }) => {
    const client = await connect();
    const sent = await execOn(client, "scp -t '/tmp/with blank'", 'T1 0 1 0\nC0640 5 name\nhello\0');
    expect({ code: sent.code, answer: [...sent.stdout] }).toEqual({ code: 0, answer: [0, 0, 0, 0] });
    expect(await guest.text("cat '/tmp/with blank'; stat -c %a '/tmp/with blank'")).toBe('hello640\n');
    await execOn(client, 'scp -t /tmp/', 'C0644 1 a\n1\0C0644 1 b\n2\0');
    expect(await guest.text('cat /tmp/a /tmp/b')).toBe('12');
    const given = await execOn(client, 'scp -f /tmp/with\\ blank', '\0\0\0');
    expect(given.stdout.toString()).toBe('C0644 5 with blank\nhello\0');
  }));

test('folders go by the guest’s own scp', () =>
  through(async ({ connect }) => {
    await guest.text('mkdir -p /tmp/tree');
    const tree = 'D0755 0 deep\nC0644 1 file\nx\0E\n';
    expect((await execOn(await connect(), 'scp -r -t /tmp/tree', tree)).code).toBe(0);
    expect(await guest.text('cat /tmp/tree/deep/file')).toBe('x');
  }));

test('what scp cannot do is told to the client', () =>
  through(async ({ connect }) => {
    const client = await connect();
    const missing = await execOn(client, 'scp -f /tmp/missing', '\0');
    expect(missing.code).toBe(1);
    expect(missing.stdout.toString()).toMatch(/missing: No such file/);
    expect(missing.stdout[0]).toBe(2);
    const outside = await execOn(client, 'scp -t /tmp/', 'C0644 1 ../escape\n1\0');
    expect(outside.stdout.toString()).toBe('\0\x02scp: unexpected message: C0644 1 ../escape\n');
  }));

test('SFTP is the command that speaks it; other subsystems are refused', () =>
  through(async ({ connect, lines }) => {
    const client = await connect();
    const channel = await channelOf((done) => client.subsys('sftp', done));
    channel.end('any bytes');
    const { stdout, code } = await collect(channel);
    expect([stdout.toString(), code]).toEqual(['any bytes', 0]);
    await expect(channelOf((done) => client.subsys('other', done))).rejects.toThrow(/subsystem/i);
    expect(lines).toEqual(['error: unsupported subsystem requested: other']);
  }));

test('its end ends what runs through it, and nobody listens any more', async () => {
  let port = 0;
  let ended: Promise<unknown> = Promise.resolve();
  await through(async (proxy) => {
    port = proxy.port;
    const client = await proxy.connect();
    client.on('error', () => undefined);
    const channel = await channelOf((done) => client.exec('touch /running; sleep 600; touch /slept', done));
    ended = collect(channel);
    await eventually(async () => (await guest.text('ls /running || true')) !== '');
  });
  await ended;
  await expect(connected({ port })).rejects.toThrow(/ECONNREFUSED/);
  expect(await guest.text('ls /slept 2>/dev/null || echo never')).toBe('never\n');
});

test('the first free port of ten is taken, from the one that is wanted', async () => {
  const first = await tenFree();
  const taken = await Promise.all([listening(first), listening(first + 1)]);
  try {
    await through(
      async ({ port, lines }) => {
        expect(port).toBe(first + 2);
        expect(lines[0]).toBe(`say: listen tcp 127.0.0.1:${first}: bind: address already in use`);
      },
      { port: first },
    );
    const nine = await Promise.all(Array.from({ length: 8 }, (_, index) => listening(first + 2 + index)));
    const failed = through(async () => undefined, { port: first });
    await expect(failed).rejects.toMatchObject({
      message: 'Error setting up SSH proxy connection',
      hint: expect.stringContaining(`${first} to ${first + 9}`),
    });
    for (const server of nine) server.close();
  } finally {
    for (const server of taken) server.close();
  }
});

/** The first of ten free ports in a row, below those that systems give to connections. */
async function tenFree(): Promise<number> {
  for (let first = 20_000; ; first += 10) {
    const ports = Array.from({ length: 10 }, (_, index) => first + index);
    const tried = await Promise.allSettled(ports.map(listening));
    const servers = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    if (servers.length === ports.length) return first;
  }
}

test('over a communicator that knows lines only, output comes line by line', () => {
  const { relay: _relay, ...byLines } = guest.comm;
  return through(
    async ({ connect }) => {
      const result = await execOn(await connect(), 'echo one; echo two >&2; exit 4', 'unread');
      expect(result).toMatchObject({ code: 4, stderr: 'two\n' });
      expect(result.stdout.toString()).toBe('one\n');
    },
    {},
    { comm: byLines },
  );
});

test('without a guest a command fails, and the user sees why', () =>
  through(
    async ({ connect, lines }) => {
      expect(await execOn(await connect(), 'true')).toMatchObject({ code: 1 });
      expect(lines).toEqual(["error: Exec is not implemented when communicator = 'none'"]);
    },
    {},
    { comm: rig().scope.comm },
  ));

function listening(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  return new Promise((resolve, reject) => {
    server.once('listening', () => resolve(server)).once('error', reject);
  });
}
