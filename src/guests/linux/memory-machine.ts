import type { Readable } from 'node:stream';
import { written } from '../../wire/written.ts';
import type { Account } from '../accounts.ts';
import type { Ending, Machine, Running, RunRequest } from '../machine.ts';
import { runInteractive } from './interactive.ts';
import { memoryFiles } from './memory-files.ts';
import type { FolderNode } from './node.ts';
import type { Computer, Sink, Surroundings } from './process.ts';
import { runProgram } from './run-program.ts';
import { awaitInput } from './stdin.ts';
import { root } from './walk.ts';

interface MemoryComputerOptions {
  readonly top: FolderNode;
  readonly hostname: string;
  readonly lifetime: AbortSignal;
  addresses(): readonly string[];
  power(action: 'off' | 'reboot'): void;
}

/** One boot of a memory guest: its processes live from here to the halt. */
export function memoryComputer(options: MemoryComputerOptions): Computer {
  let last = 1000;
  return {
    ...options,
    rootFiles: memoryFiles(options.top, root),
    filesOf: (account) => memoryFiles(options.top, account),
    nextProcess: () => ++last,
    jobs: new Map(),
    booted: Date.now(),
    noted: new Set(),
  };
}

/** What a login gives a command to start with. */
export function loginEnvironment(account: Account): Record<string, string> {
  return {
    HOME: account.home,
    USER: account.name,
    LOGNAME: account.name,
    SHELL: account.shell,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin:/root/bin',
  };
}

/** The computer as the SSH server sees it. */
export function memoryMachine(computer: Computer): Machine {
  return {
    files: computer.rootFiles,
    filesOf: computer.filesOf,
    run: (request) => start(computer, request),
  };
}

function start(computer: Computer, request: RunRequest): Running {
  const stopper = new AbortController();
  const signal = AbortSignal.any([stopper.signal, computer.lifetime]);
  let killedBy: string | undefined;
  const output = orderedOutput(request);
  const work = async (): Promise<Ending> => {
    const directory = await homeOf(computer, request.account);
    const base: Surroundings = {
      account: request.account,
      environment: { ...loginEnvironment(request.account), ...request.environment },
      directory,
      stdin: '',
      signal,
      out: output.out,
      error: output.error,
      mask: { value: 0o022 },
      parent: 1,
    };
    const code =
      request.command === undefined
        ? await runInteractive(computer, request, base)
        : await runOnce(computer, request.command, { base, stdin: request.stdin });
    tellNoted(computer, base);
    await output.flushed();
    return killedBy === undefined ? { code } : { signal: killedBy };
  };
  return {
    // An aborted shell may take its time to notice; the client need not.
    ended: Promise.race([
      work().catch((): Ending => ({ code: 255 })),
      killed(signal, () => killedBy ?? 'TERM'),
    ]),
    resize: () => {},
    kill(name) {
      killedBy ??= name;
      stopper.abort();
    },
  };
}

/** At the end of a command or session: what this guest cannot do was taken down, and the script went on. */
function tellNoted({ noted }: Computer, { error }: Surroundings): void {
  if (noted.size === 0) return;
  const names = [...noted].sort().join(', ');
  noted.clear();
  error(Buffer.from(`This guest has only noted, and not run: ${names}\n`));
}

async function runOnce(
  computer: Computer,
  command: string,
  with_: { base: Surroundings; stdin: Readable },
): Promise<number> {
  const stdin = await awaitInput(command, with_.stdin, with_.base.signal);
  const program = { text: command, name: 'bash', args: [], options: [] };
  const { code } = await runProgram(computer, program, { ...with_.base, stdin });
  return code;
}

function killed(signal: AbortSignal, name: () => string): Promise<Ending> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ signal: name() }), { once: true });
  });
}

async function homeOf(computer: Computer, account: Account): Promise<string> {
  const status = await computer.rootFiles.stat(account.home).catch(() => undefined);
  return status?.type === 'directory' ? account.home : '/';
}

/** Both streams in the order they were written, each write waiting for a slow client. */
function orderedOutput(request: RunRequest): { out: Sink; error: Sink; flushed(): Promise<unknown> } {
  let last: Promise<unknown> = Promise.resolve();
  const cooked = (data: Uint8Array) =>
    request.terminal === undefined
      ? data
      : Buffer.from(Buffer.from(data).toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
  const to =
    (stream: RunRequest['stdout']): Sink =>
    (data) => {
      last = last.then(() => written(stream, cooked(data)));
    };
  // A terminal has one stream only.
  return {
    out: to(request.stdout),
    error: to(request.terminal === undefined ? request.stderr : request.stdout),
    flushed: () => last,
  };
}
