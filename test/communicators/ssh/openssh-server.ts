import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectSsh } from '../../../src/communicators/ssh/connect.ts';
import { makeKeyPair } from '../../../src/communicators/ssh/key-pair.ts';
import type { SshOptions } from '../../../src/communicators/ssh/options.ts';

const SSHD = '/usr/sbin/sshd';
const SFTP =
  ['/usr/lib/openssh/sftp-server', '/usr/libexec/openssh/sftp-server'].find(existsSync) ?? 'internal-sftp';

/** Why the suites that need a real OpenSSH server are skipped here; undefined where there is one. */
export const noOpensshServer = existsSync(SSHD) ? undefined : `no ${SSHD} on this machine`;
export const suiteName = (name: string): string =>
  noOpensshServer === undefined ? name : `${name} (skipped: ${noOpensshServer})`;

export interface OpensshServer {
  readonly port: number;
  readonly folder: string;
  readonly privateKey: string;
  readonly options: SshOptions;
  /** Ends the server and every session of it, as a restart of the guest would. */
  kill(): void;
  /** Stops every session where it stands, as a guest that hangs would; connections stay open and silent. */
  freeze(): void;
  start(): Promise<void>;
  stop(): void;
}

/** Debian's own sshd on a free loopback port, with its own host key and one authorized key, as the current user. */
export async function opensshServer(extraConfig: readonly string[] = []): Promise<OpensshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-imagebuild-sshd-'));
  const [host, user] = await Promise.all([makeKeyPair('ed25519'), makeKeyPair('ed25519')]);
  const port = await freePort();
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  if (userInfo().uid === 0) execFileSync('mkdir', ['-p', '/run/sshd']);
  const config = write(
    'sshd_config',
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${write('host_key', host.privateKey)}`,
      `AuthorizedKeysFile ${write('authorized_keys', `${user.publicKey}\n`)}`,
      `PidFile ${join(folder, 'pid')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'PermitRootLogin yes',
      'MaxStartups 100',
      `Subsystem sftp ${SFTP}`,
      // A shell that sshd starts reads the user's own start-up file, which may take a second for each command.
      ...(extraConfig.some((line) => line.startsWith('SetEnv')) ? [] : [`SetEnv HOME=${folder}`]),
      ...extraConfig,
      '',
    ].join('\n'),
  );
  const pid = () => Number(readFileSync(join(folder, 'pid'), 'utf8'));
  const server = {
    port,
    folder,
    privateKey: user.privateKey,
    options: sshOptions(port, user.privateKey),
    kill: () => signalAll(family(pid()), 'SIGKILL'),
    freeze: () => signalAll(family(pid()).slice(1), 'SIGSTOP'),
    start: () => start(config, port),
    stop: () => {
      if (existsSync(join(folder, 'pid'))) server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

export function sshOptions(port: number, privateKey: string): SshOptions {
  return {
    host: '127.0.0.1',
    port,
    username: userInfo().username,
    privateKey,
    timeout: 10_000,
    handshakeAttempts: 10,
    keepAlive: 5000,
    pty: false,
    readWriteTimeout: 0,
    fileTransferMethod: 'scp',
    signal: new AbortController().signal,
    retryInterval: 20,
  };
}

export const connected = (server: OpensshServer, changes: Partial<SshOptions> = {}) =>
  connectSsh({ ...server.options, ...changes });

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function start(config: string, port: number): Promise<void> {
  spawn(SSHD, ['-D', '-f', config], { stdio: 'ignore', detached: true }).unref();
  for (let tries = 0; tries < 250; tries += 1) {
    if (await listens(port)) return;
    await pause(20);
  }
  throw new Error(`sshd does not listen on port ${port}`);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** sshd's sessions and their commands live in sessions of their own, so they are found by their parents. */
function family(pid: number): readonly number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found)
    found.push(...rows.filter(([, ppid]) => ppid === parent).flatMap(([child]) => child ?? []));
  return found;
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // Ended by itself.
    }
  }
}
