import type { Readable, Writable } from 'node:stream';
import type { ExecResult, RelayOptions } from '../communicator.ts';
import { cancelledDuring } from '../words.ts';
import { unlessCancelled } from './exec.ts';
import type { Link } from './link.ts';

/** Runs a command whose input and output are somebody else's streams. */
export async function relay(
  link: Link,
  command: string,
  { signal, pty, stdin, stdout, stderr }: RelayOptions & { readonly pty: boolean },
): Promise<ExecResult> {
  if (signal.aborted) throw cancelledDuring('a command on the guest');
  const running = await link.run(`${command}\n`, { pty, signal });
  forward(stdin, running.stdin, running.stdout);
  copy(running.stdout, stdout);
  copy(running.stderr, stderr);
  try {
    return await unlessCancelled(running, signal);
  } finally {
    stdin.unpipe(running.stdin);
  }
}

/** What the caller sends; a caller that goes away is the end of it. */
function forward(stdin: Readable, channel: Writable, until: Readable): void {
  const end = (): unknown => channel.end();
  stdin.pipe(channel);
  stdin.once('close', end);
  if (stdin.readableEnded || stdin.destroyed) end();
  until.once('close', () => stdin.off('close', end));
}

/** The command goes on when nobody takes its output any more, so that it can end by itself. */
function copy(from: Readable, to: Writable): void {
  const discard = (): unknown => from.resume();
  from.pipe(to, { end: false });
  to.once('close', discard);
  if (to.destroyed) discard();
  from.once('close', () => to.off('close', discard));
}
