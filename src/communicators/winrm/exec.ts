import type { ExecOptions, ExecResult } from '../communicator.ts';
import { lineSplitter } from '../lines.ts';
import { cancelledDuring } from '../words.ts';
import { errorLines } from './clixml.ts';
import { lost } from './lost.ts';
import { WinrmFailure } from './options.ts';
import { type Output, type RemoteCommand, startCommand } from './remote-shell.ts';
import type { Wsman } from './wsman.ts';

/** How long the guest has to end a command that is no longer wanted. */
const PATIENCE = 5000;

/** Runs a command of `cmd` with empty standard input. `code: undefined` means that the connection went away first. */
export async function exec(wsman: Wsman, command: string, options: ExecOptions): Promise<ExecResult> {
  const report = (stream: 'stdout' | 'stderr') => (line: string) => options.onLine?.(stream, line);
  const stdout = lineSplitter(report('stdout'));
  const stderr = lineSplitter(errorLines(report('stderr')));
  const result = await run(wsman, command, {
    signal: options.signal,
    onOutput: ({ stream, bytes }) => (stream === 'stdout' ? stdout : stderr).push(bytes),
  });
  stdout.end();
  stderr.end();
  return result;
}

interface RunOptions {
  readonly signal: AbortSignal;
  /** What to write to its standard input, each piece in one message; its end is the end of input. */
  readonly input?: AsyncIterable<Buffer>;
  onOutput(output: Output): void;
}

/** Runs a command to its end. Output is given as it comes, one message of the guest at a time. */
export async function run(wsman: Wsman, command: string, options: RunOptions): Promise<ExecResult> {
  const { signal, input, onOutput } = options;
  const what = 'a command on the guest';
  if (signal.aborted) throw cancelledDuring(what);
  let started: RemoteCommand | undefined;
  try {
    started = await startCommand(wsman, command, { signal, input: input !== undefined });
    if (input !== undefined) await feed(started, input, signal);
    for (;;) {
      const { output, code } = await started.receive(signal);
      output.forEach(onOutput);
      if (code !== undefined) return { code };
    }
  } catch (error) {
    if (signal.aborted) await started?.terminate(AbortSignal.timeout(PATIENCE)).catch(() => undefined);
    if (signal.aborted) throw cancelledDuring(what);
    if (started === undefined || !(error instanceof WinrmFailure)) throw lost(wsman.address, error);
    return { code: undefined, reason: error.message };
  } finally {
    await started?.remove(AbortSignal.timeout(PATIENCE)).catch(() => undefined);
  }
}

/** One piece is held back, so that the last one can say that it is the last. A command that ended early tells why itself. */
async function feed(
  command: RemoteCommand,
  input: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<void> {
  let held = Buffer.alloc(0);
  try {
    for await (const piece of input) {
      if (held.length > 0) await command.send(held, false, signal);
      held = Buffer.from(piece);
    }
    await command.send(held, true, signal);
  } catch (error) {
    if (!(error instanceof WinrmFailure) || error.reason !== 'fault') throw error;
  }
}
