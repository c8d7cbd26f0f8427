import { constants } from 'node:os';
import type { ClientChannel } from 'ssh2';
import type { ExecResult } from '../communicator.ts';
import type { RemoteProcess } from './link.ts';

/** A channel of the SSH library in which a command was started, and how that ends. */
export interface Started {
  readonly channel: ClientChannel;
  readonly ended: Promise<ExecResult>;
  end(): void;
}

/**
 * To be called as soon as the library gives the channel, not a turn later: a short command's exit status may come in the
 * same packet as the answer that it was started.
 */
export function started(channel: ClientChannel): Started {
  let result: ExecResult = { code: undefined };
  channel.on('exit', (code: number | null, name?: string) => {
    result = code === null ? bySignal(name ?? '') : { code };
  });
  channel.on('error', () => undefined);
  const ended = new Promise<ExecResult>((resolve) => channel.once('close', () => resolve(result)));
  return { channel, ended, end: () => channel.end() };
}

/** A started command as a process; `kill` is how it is ended on the guest. */
export function channelProcess({ channel, ended }: Started, kill: () => Promise<void>): RemoteProcess {
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    ended,
    kill,
    close: () => channel.close(),
  };
}

function bySignal(name: string): ExecResult {
  const full = name.startsWith('SIG') ? name : `SIG${name}`;
  const number = Object.entries(constants.signals).find(([known]) => known === full)?.[1] ?? 0;
  return { code: 128 + number, signal: name };
}
