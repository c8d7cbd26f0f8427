import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { quoted } from '../../wire/quoted.ts';
import type { Account } from '../accounts.ts';
import type { GuestFiles } from '../files.ts';
import type { Ending, Machine, Running, RunRequest } from '../machine.ts';
import type { Enclosure } from './enclosure.ts';

/** One boot of a sandbox guest. */
export interface SandboxMachine extends Machine {
  /** Ends everything that runs in it, and resolves when it is gone. */
  stop(): Promise<void>;
  /** Runs a script as root and gives all it printed. */
  runAsRoot(text: string): Promise<string>;
}

interface SandboxMachineOptions {
  readonly folder: string;
  readonly hostname: string;
  readonly files: GuestFiles;
  readonly enclose: Enclosure;
}

export function sandboxMachine(options: SandboxMachineOptions): SandboxMachine {
  const { files, folder, hostname, enclose } = options;
  const children = new Set<ChildProcess>();
  const launch = async (
    account: Account,
    environment: Readonly<Record<string, string>>,
    words: readonly string[],
  ) => {
    const home = (await files.stat(account.home).catch(() => undefined))?.type === 'directory';
    const [program = 'bwrap', ...args] = enclose({
      folder,
      hostname,
      uid: account.uid,
      gid: account.gid,
      directory: home ? account.home : '/',
      environment: { ...loginEnvironment(account), ...environment },
      words,
    });
    const child = spawn(program, args, {
      stdio: 'pipe',
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    });
    children.add(child);
    child.once('close', () => children.delete(child));
    return child;
  };
  return {
    files,
    filesOf: () => files,
    run: (request) => attach(request, launch(request.account, environmentOf(request), wordsOf(request))),
    async runAsRoot(text) {
      const child = await launch(superuser, {}, [
        '/bin/sh',
        '-c',
        'cat > /tmp/user-data && chmod 700 /tmp/user-data && /tmp/user-data 2>&1; rm -f /tmp/user-data',
      ]);
      const output: Buffer[] = [];
      child.stdout.on('data', (data: Buffer) => output.push(data));
      child.stderr.on('data', (data: Buffer) => output.push(data));
      child.stdin.on('error', () => {});
      child.stdin.end(text);
      await closed(child);
      return Buffer.concat(output).toString('utf8');
    },
    async stop() {
      const ends = [...children].map((child) => {
        child.kill('SIGKILL');
        return closed(child);
      });
      await Promise.all(ends);
    },
  };
}

const superuser: Account = { name: 'root', uid: 0, gid: 0, groups: [0], home: '/root', shell: '/bin/bash' };

function loginEnvironment(account: Account): Record<string, string> {
  return {
    HOME: account.home,
    USER: account.name,
    LOGNAME: account.name,
    SHELL: account.shell,
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  };
}

function environmentOf({ environment, terminal }: RunRequest): Readonly<Record<string, string>> {
  return terminal === undefined ? environment : { ...environment, TERM: terminal.name };
}

/** A terminal is made inside by `script`, the one program everywhere that can. */
function wordsOf({ command, terminal }: RunRequest): readonly string[] {
  const wanted = command === undefined ? ['/bin/bash', '-l'] : ['/bin/bash', '-c', command];
  if (terminal === undefined) return wanted;
  const size = `stty cols ${terminal.columns} rows ${terminal.rows} 2>/dev/null`;
  return ['/usr/bin/script', '-qec', `${size}; exec ${wanted.map(quoted).join(' ')}`, '/dev/null'];
}

function attach(request: RunRequest, launched: Promise<ReturnType<typeof spawn>>): Running {
  let killedBy: string | undefined;
  let child: ChildProcess | undefined;
  const stop = () => child?.kill('SIGKILL');
  const work = async (): Promise<Ending> => {
    child = await launched;
    if (killedBy !== undefined) stop();
    child.stdin?.on('error', () => {});
    if (child.stdin !== null) request.stdin.pipe(child.stdin);
    child.stdout?.pipe(request.stdout, { end: false });
    child.stderr?.pipe(request.stderr, { end: false });
    const code = await closed(child);
    return killedBy === undefined ? code : { signal: killedBy };
  };
  return {
    ended: work().catch((): Ending => ({ code: 255 })),
    resize: () => {},
    kill(signal) {
      killedBy ??= signal;
      stop();
    },
  };
}

/** A command that died of a signal has the status 128 and its number; SSH has a message of its own for that. */
function closed(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: 127 }));
    child.once('close', (code, signal) => {
      if (signal !== null) resolve({ signal: signal.replace(/^SIG/, '') });
      else resolve(code !== null && code > 128 ? fromStatus(code) : { code: code ?? 255 });
    });
  });
}

function fromStatus(code: number): Ending {
  const killing: readonly (keyof typeof constants.signals)[] = [
    'SIGKILL',
    'SIGTERM',
    'SIGINT',
    'SIGSEGV',
    'SIGABRT',
  ];
  const name = killing.find((signal) => constants.signals[signal] === code - 128);
  return name === undefined ? { code } : { signal: name.replace('SIG', '') };
}
