import { connect, type Socket } from 'node:net';
import { failure, failureOf } from '../failure.ts';
import type { AttemptFailure } from '../options.ts';

/** A guest that is not up yet may swallow packets; a new try asks anew sooner than the kernel would repeat. */
const DIAL_TIMEOUT = 5_000;

export interface Dial {
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
  /** At most this long, when the deadline is near. */
  readonly within?: number;
}

/** Opens a TCP connection; never rejects. */
export function dialTcp({
  host,
  port,
  signal,
  within = DIAL_TIMEOUT,
}: Dial): Promise<Socket | AttemptFailure> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 5000 });
    const limit = Math.max(1, Math.min(DIAL_TIMEOUT, within));
    const timer = setTimeout(() => give(failure('timed-out')), limit);
    const abort = (): void => give(failure('closed', 'cancelled'));
    const fail = (error: Error): void => give(failureOf(error));
    const give = (result: Socket | AttemptFailure): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.off('error', fail);
      if ('reason' in result) socket.on('error', () => undefined).destroy();
      resolve(result);
    };
    socket.once('connect', () => give(socket));
    socket.on('error', fail);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
