import type { ExecOptions, ExecResult } from '../communicator.ts';
import { lineSplitter } from '../lines.ts';
import { cancelledDuring } from '../words.ts';
import type { Link, RemoteProcess } from './link.ts';

/**
 * Runs a command with empty standard input. A command that was ended by a signal gives 128 + its number, as Packer's
 * client does; `code: undefined` means that the connection went away first.
 */
export async function exec(
  link: Link,
  command: string,
  options: ExecOptions & { readonly pty: boolean },
): Promise<ExecResult> {
  if (options.signal.aborted) throw cancelledDuring('a command on the guest');
  // Packer ends every command with a line end; a guest's ForceCommand may look at it.
  const running = await link.run(`${command}\n`, { pty: options.pty, signal: options.signal });
  streamLines(running, options);
  running.stdin.end();
  return unlessCancelled(running, options.signal);
}

/** How a command ended; one that is cancelled is ended on the guest first. */
export function unlessCancelled(running: RemoteProcess, signal: AbortSignal): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    const abort = (): void =>
      void running.kill().then(() => reject(cancelledDuring('a command on the guest')));
    void running.ended.then((result) => {
      signal.removeEventListener('abort', abort);
      if (!signal.aborted) resolve(result);
    });
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

/** Memory stays flat however slowly somebody reads: the guest waits, as it would at a pipe. */
function wait({ stdout, stderr }: RemoteProcess, caughtUp: Promise<void> | undefined): void {
  if (caughtUp === undefined) return;
  stdout.pause();
  stderr.pause();
  void caughtUp.then(() => {
    stdout.resume();
    stderr.resume();
  });
}

function streamLines(running: RemoteProcess, options: ExecOptions): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const lines = lineSplitter((line) => options.onLine?.(name, line));
    running[name].on('data', (chunk: Buffer) => {
      lines.push(chunk);
      wait(running, options.caughtUp?.());
    });
    // Not at the end of the stream: on a lost connection there is none.
    void running.ended.then(() => lines.end());
  }
}
