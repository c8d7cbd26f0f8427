import { posix } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Command, ExecResult } from 'just-bash';
import type { CommandCall, CommandResult, GuestCommand, StartOptions } from './commands/command.ts';
import type { JustBash } from './load-just-bash.ts';
import type { Process, Program, Sink } from './process.ts';
import { directMark } from './rewrite.ts';
import { runProgram } from './run-program.ts';

type Context = Parameters<Command['execute']>[1];

let lastPause = 0;

/** Makes a guest's program known to the shell of one process. */
export function asShellCommand(just: JustBash, command: GuestCommand, process: Process): Command {
  return just.defineCommand(command.name, async (args, context) => {
    await breathe();
    return toResult(await command.run(args, callOf(just, process, context)));
  });
}

/** The shell only ever awaits settled promises; without a pause now and then nothing else of this program would run. */
async function breathe(): Promise<void> {
  if (performance.now() - lastPause < 10) return;
  await nextTurn();
  lastPause = performance.now();
}

function callOf(just: JustBash, process: Process, context: Context): CommandCall {
  const { [directMark]: direct, ...environment } = { ...context.exportedEnv };
  const directory = context.cwd;
  return {
    process,
    directory,
    environment,
    get stdin() {
      return Buffer.from(just.latin1FromBytes(context.stdin), 'latin1');
    },
    get variables() {
      return new Map(context.env);
    },
    setVariable: async (name, value) => context.assignShellVariable?.(name, value),
    path: (name) => posix.resolve(directory, name),
    start: (program, how) =>
      start(process, program, {
        environment,
        directory,
        direct: direct === '1',
        ...how,
        stdin: how?.stdin ?? just.latin1FromBytes(context.stdin),
      }),
    original: async (args) => {
      const result = await context.origCommand?.([...args]);
      if (result === undefined) return { code: 127 };
      const stdout = Buffer.from(just.latin1FromBytes(just.stdoutAsBytes(result)), 'latin1');
      return { stdout, stderr: result.stderr, code: result.exitCode };
    },
  };
}

interface Start extends StartOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly stdin: string;
  readonly direct: boolean;
}

async function start(process: Process, program: Program, how: Start): Promise<CommandResult> {
  const collected: Uint8Array[] = [];
  const errors: Uint8Array[] = [];
  const out: Sink = how.direct ? process.out : (data) => collected.push(data);
  const error: Sink = how.direct ? process.error : (data) => errors.push(data);
  const { code } = await runProgram(process.computer, program, {
    account: how.account ?? process.account,
    environment: how.environment,
    directory: how.directory,
    stdin: how.stdin,
    signal: how.signal ?? process.signal,
    out,
    error,
    mask: { ...process.mask },
    parent: process.id,
  });
  return { stdout: Buffer.concat(collected), stderr: Buffer.concat(errors).toString('utf8'), code };
}

function toResult(answer: CommandResult): ExecResult {
  const { stdout = '', stderr = '', code = 0 } = answer;
  if (typeof stdout === 'string') return { stdout, stderr, exitCode: code, stdoutKind: 'text' };
  const bytes = Buffer.from(stdout).toString('latin1');
  return { stdout: bytes, stderr, exitCode: code, stdoutKind: 'bytes', stdoutEncoding: 'binary' };
}
