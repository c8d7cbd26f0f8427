import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { lineSplitter } from '../../communicators/lines.ts';
import { BuildError } from '../../errors/build-error.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { cancelledComponent } from '../words.ts';
import { goReason } from './paths.ts';

interface ProgramOptions {
  readonly signal: AbortSignal;
  /** Variables on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Whole lines as they come. */
  onLine(stream: 'stdout' | 'stderr', line: string): void;
}

/** How a program of this machine ended; both unset when it could not be told. */
interface ProgramEnd {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

const UNIX = process.platform !== 'win32';

/**
 * Runs a program of this machine with empty standard input. Cancelling ends its whole process group; what that leads
 * to is the caller's to tell from the signal. Rejects when the program cannot be started.
 */
export function runLocalProgram(argv: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const [program = '', ...args] = argv;
  const env = { ...process.env, ...options.env };
  const cwd = options.cwd === undefined ? {} : { cwd: options.cwd };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: UNIX });
    const stop = (): void => end(child);
    streamLines(child, options.onLine);
    child.once('error', (error) => reject(programUnstartable(startReason(program, error), error)));
    child.once('close', (code, signal) => {
      options.signal.removeEventListener('abort', stop);
      resolve({ code: code ?? undefined, signal: signal ?? undefined });
    });
    options.signal.addEventListener('abort', stop, { once: true });
    if (options.signal.aborted) stop();
  });
}

/** Why a program did not start, as a Go program tells it. */
export function startReason(program: string, error: unknown): string {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  if (missing && !program.includes('/')) return `exec: "${program}": executable file not found in $PATH`;
  return `fork/exec ${program}: ${goReason(error)}`;
}

/** `exit status 2`, `signal: killed`. */
export function endText({ code, signal }: ProgramEnd): string {
  if (signal === undefined) return `exit status ${code ?? -1}`;
  return `signal: ${SIGNALS[signal] ?? signal.replace(/^SIG/, '').toLowerCase()}`;
}

const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGINT: 'interrupt',
  SIGHUP: 'hangup',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
};

type Child = ChildProcessByStdio<null, Readable, Readable>;

function streamLines(child: Child, onLine: ProgramOptions['onLine']): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const lines = lineSplitter((line) => onLine(name, line));
    child[name].on('data', (chunk: Buffer) => lines.push(chunk)).once('end', () => lines.end());
  }
}

function end(child: Child): void {
  if (child.pid === undefined) return;
  if (!UNIX) {
    child.kill();
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

interface Tool {
  /** Provisioner that it runs for. */
  readonly type: string;
  readonly argv: readonly string[];
  /** Variables as `KEY=VALUE`; a later one replaces an earlier one. */
  readonly env?: readonly string[];
}

/** Runs a tool of this machine to its end; all that it writes is shown as ordinary output. */
export async function runTool({ type, argv, env = [] }: Tool, scope: ProvisionScope): Promise<void> {
  const ended = await runLocalProgram(argv, {
    env: Object.fromEntries(env.map(keyValue)),
    signal: scope.signal,
    onLine: (_stream, line) => scope.output('stdout', line),
  });
  if (scope.signal.aborted) throw cancelledComponent(type);
  if (ended.code !== 0) throw toolFailed(endText(ended));
}

function keyValue(item: string): readonly [string, string] {
  const equals = item.indexOf('=');
  return equals < 0 ? [item, ''] : [item.slice(0, equals), item.slice(equals + 1)];
}

const programUnstartable = (reason: string, cause: unknown): BuildError =>
  new BuildError('script-failed', reason, {
    cause,
    hint: 'Install the program on this machine, or say with "command" where it is.',
  });

/** A tool of this machine ended badly; `ending` is `exit status 2` or the like. */
const toolFailed = (ending: string): BuildError =>
  new BuildError('script-failed', `Non-zero exit status: ${ending}`);
