import { constants } from 'node:os';
import type { ClientChannel } from 'ssh2';
import { cancelled } from '../../errors/word/communicator.ts';
import type { ExecOptions, ExecResult } from '../communicator.ts';
import { lineSplitter } from '../lines.ts';
import type { SshConnection } from './connection.ts';
import { killCommand } from './kill-command.ts';

/**
 * Runs a command with empty standard input. A command that was ended by a signal gives 128 + its number, as Packer's
 * client does; `code: undefined` means that the connection went away first.
 */
export async function exec(
  connection: SshConnection,
  command: string,
  options: ExecOptions & { readonly pty: boolean },
): Promise<ExecResult> {
  if (options.signal.aborted) throw cancelled('a command on the guest');
  // Packer ends every command with a line end; a guest's ForceCommand may look at it.
  const channel = await connection.exec(`${command}\n`, { pty: options.pty, signal: options.signal });
  streamLines(channel, options);
  channel.end();
  return ended(connection, channel, options.signal);
}

/**
 * Settles when the channel is closed, which is when all output has been read. How the command ended is told with that, too:
 * a quick one may have ended before anybody could listen for its exit.
 */
export function ended(
  connection: SshConnection,
  channel: ClientChannel,
  signal: AbortSignal,
): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      void killCommand(connection, channel).then(() => reject(cancelled('a command on the guest')));
    };
    channel.once('error', () => undefined);
    channel.once('close', (code?: number | null, name?: string) => {
      signal.removeEventListener('abort', abort);
      if (!signal.aborted) resolve(code === null ? bySignal(name ?? '') : { code });
    });
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

function streamLines(channel: ClientChannel, options: ExecOptions): void {
  for (const [name, stream] of [
    ['stdout', channel],
    ['stderr', channel.stderr],
  ] as const) {
    const lines = lineSplitter((line) => options.onLine?.(name, line));
    stream.on('data', (chunk: Buffer) => lines.push(chunk));
    // On a lost connection the streams get no `end`, only the channel closes.
    let open = true;
    const finish = (): void => {
      if (open) lines.end();
      open = false;
    };
    stream.once('end', finish);
    channel.once('close', finish);
  }
}

function bySignal(name: string): ExecResult {
  const full = name.startsWith('SIG') ? name : `SIG${name}`;
  const number = Object.entries(constants.signals).find(([known]) => known === full)?.[1] ?? 0;
  return { code: 128 + number, signal: name };
}
