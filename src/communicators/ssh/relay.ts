import type { Readable, Writable } from 'node:stream';
import { cancelled } from '../../errors/word/communicator.ts';
import type { ExecResult, RelayOptions } from '../communicator.ts';
import { unlessCancelled } from './exec.ts';
import type { Link } from './link.ts';

/** Runs a command whose input and output are somebody else's streams. */
export async function relay(
  link: Link,
  command: string,
  { signal, pty, stdin, stdout, stderr }: RelayOptions & { readonly pty: boolean },
): Promise<ExecResult> {
  if (signal.aborted) throw cancelled('a command on the guest');
  const running = await link.run(`${command}\n`, { pty, signal });
  const parted = [forward(stdin, running.stdin), copy(running.stdout, stdout), copy(running.stderr, stderr)];
  try {
    return await unlessCancelled(running, signal);
  } finally {
    for (const part of parted) part();
  }
}

/** What the caller sends; a caller that goes away is the end of it. Gives a way to let go. */
function forward(stdin: Readable, command: Writable): () => void {
  const end = (): unknown => command.end();
  stdin.pipe(command);
  stdin.once('close', end);
  if (stdin.readableEnded || stdin.destroyed) end();
  return () => void stdin.unpipe(command).off('close', end);
}

/** The command goes on when nobody takes its output any more, so that it can end by itself. */
function copy(from: Readable, to: Writable): () => void {
  const discard = (): unknown => from.resume();
  from.pipe(to, { end: false });
  to.once('close', discard);
  if (to.destroyed) discard();
  return () => void to.off('close', discard);
}
