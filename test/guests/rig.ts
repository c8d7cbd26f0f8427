import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import type { BootOptions, Guest, GuestAddress, GuestDisk, GuestFactory } from '../../src/guests/guest.ts';
import { newHostKey } from '../../src/guests/ssh/host-key.ts';

/** Why tests with OpenSSH's programs are skipped here; undefined where they run. */
export const noOpenSsh = spawnSync('ssh', ['-V']).error === undefined ? undefined : 'ssh is not installed';

export interface Result {
  readonly code: number | null;
  readonly signal: string | undefined;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A booted guest, a key that opens it, and ways to talk to it. */
export interface Rig {
  readonly guest: Guest;
  readonly address: GuestAddress;
  readonly folder: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly power: string[];
  boot(options?: Partial<BootOptions>): Promise<GuestAddress>;
  connect(config?: ConnectConfig): Promise<Client>;
  /** One command over a connection that is kept. */
  exec(command: string, input?: Buffer | string): Promise<Result>;
  /** What a command prints; throws when it fails. */
  text(command: string): Promise<string>;
  /** Runs OpenSSH's own program; `guest:` in arguments stands for root at the guest. */
  openSsh(program: 'ssh' | 'scp' | 'sftp', args: readonly string[], input?: Buffer | string): Promise<Result>;
  dispose(): Promise<void>;
}

export async function startGuest(
  factory: GuestFactory,
  options: Partial<BootOptions> = {},
  disk: GuestDisk = { files: {} },
): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'guest-test-'));
  const keys = newHostKey();
  const keyFile = join(folder, 'id');
  writeFileSync(keyFile, keys.private, { mode: 0o600 });
  const guest = await factory.create(disk);
  const power: string[] = [];
  let address: GuestAddress = { host: '127.0.0.1', port: 0 };
  let kept: Promise<Client> | undefined;
  const boot = async (changes: Partial<BootOptions> = {}) => {
    kept = undefined;
    const listening = await guest.boot({
      addresses: ['127.0.0.1'],
      port: 0,
      hostname: 'iztest',
      authorizedKeys: [`${keys.public} key-of-test`],
      password: '',
      userData: undefined,
      onPower: (action) => power.push(action),
      ...options,
      ...changes,
    });
    address = listening[0] ?? address;
    return address;
  };
  await boot();
  const connect = (config: ConnectConfig = {}) =>
    openConnection({
      host: address.host,
      port: address.port,
      username: 'root',
      privateKey: keys.private,
      ...config,
    });
  const exec = async (command: string, input?: Buffer | string) => {
    kept ??= connect();
    return execOn(await kept, command, input);
  };
  return {
    guest,
    folder,
    power,
    boot,
    connect,
    exec,
    privateKey: keys.private,
    publicKey: keys.public,
    get address() {
      return address;
    },
    async text(command) {
      const { code, stdout, stderr } = await exec(command);
      if (code !== 0) throw new Error(`${command}: ${code} ${stderr}`);
      return stdout.toString('utf8');
    },
    openSsh: (program, args, input) => openSsh({ program, args, address, keyFile }, input),
    async dispose() {
      if (kept !== undefined) (await kept.catch(() => undefined))?.end();
      await guest.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function openConnection(config: ConnectConfig): Promise<Client> {
  const client = new ssh2.Client();
  return new Promise((resolve, reject) => {
    client.once('ready', () => {
      client.setNoDelay(true);
      resolve(client);
    });
    // Stays for later errors too: a cut connection is part of many tests.
    client.on('error', reject);
    client.connect(config);
  });
}

/** Runs a command to its end. */
export function execOn(client: Client, command: string, input?: Buffer | string): Promise<Result> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error !== undefined) return reject(error);
      collect(channel).then(resolve, reject);
      return channel.end(input);
    });
  });
}

/** Everything a channel gives until it closes. */
export function collect(channel: ClientChannel): Promise<Result> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let code: number | null = null;
  let signal: string | undefined;
  channel.on('data', (data: Buffer) => out.push(data));
  channel.stderr.on('data', (data: Buffer) => err.push(data));
  channel.on('exit', (status: number | null, name?: string) => {
    code = status;
    signal = name;
  });
  return new Promise((resolve) => {
    channel.on('close', () =>
      resolve({ code, signal, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }),
    );
  });
}

interface OpenSshRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly address: GuestAddress;
  readonly keyFile: string;
}

function openSsh(
  { program, args, address, keyFile }: OpenSshRun,
  input: Buffer | string = '',
): Promise<Result> {
  const settings = [
    'BatchMode=yes',
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'LogLevel=ERROR',
  ];
  const port = program === 'ssh' ? '-p' : '-P';
  const all = [
    '-F',
    '/dev/null',
    ...settings.flatMap((setting) => ['-o', setting]),
    '-i',
    keyFile,
    port,
    String(address.port),
    ...args.map((argument) => argument.replace(/^guest(?=:|$)/, `root@${address.host}`)),
  ];
  const child = spawn(program, all, { stdio: 'pipe' });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => out.push(data));
  child.stderr.on('data', (data: Buffer) => err.push(data));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.once('close', (code, signal) =>
      resolve({
        code,
        signal: signal ?? undefined,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString('utf8'),
      }),
    );
  });
}

/** Waits until `check` holds, nearly as long as a test may take; its last answer decides. */
export async function eventually(check: () => Promise<boolean> | boolean): Promise<boolean> {
  const deadline = performance.now() + 15_000;
  while (performance.now() < deadline) {
    if (await check()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return check();
}

/** Why sandbox guests cannot be tested here. */
export function noSandboxHere(): string | undefined {
  try {
    execFileSync(
      'bwrap',
      ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', 'true'],
      { stdio: 'ignore' },
    );
    return undefined;
  } catch {
    return 'bubblewrap does not work here';
  }
}
