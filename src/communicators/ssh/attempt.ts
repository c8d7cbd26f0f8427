import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import ssh2, { type Client, type ConnectConfig } from 'ssh2';
import { authentication } from './authentication.ts';
import { failure, failureOf } from './failure.ts';
import type { AttemptFailure, SshOptions } from './options.ts';
import { readPrivateKey } from './private-key.ts';

/** A guest that is not up yet may swallow packets; a new try asks anew sooner than the kernel would repeat. */
const DIAL_TIMEOUT = 5_000;
const HANDSHAKE_TIMEOUT = 60_000;
/** A peer that answers no keep-alive for this long is gone; shorter would cut off a guest under heavy load. */
const SILENCE = 60_000;

export interface AttemptOptions extends SshOptions {
  /** Fingerprint that the server must show, once it is known. */
  readonly hostKey?: string;
  /** At most this long for dialling and for the handshake, when the deadline is near. */
  readonly within?: number;
}

export type Attempt =
  | { readonly client: Client; readonly hostKey: string }
  | { readonly client: undefined; readonly failure: AttemptFailure };

/** One try: TCP connect, handshake, login. Never rejects; a cancelled try is a failed one. */
export async function attempt(options: AttemptOptions): Promise<Attempt> {
  const socket = await dial(options);
  if ('reason' in socket) return { client: undefined, failure: socket };
  return handshake(socket, options);
}

function dial(options: AttemptOptions): Promise<Socket | AttemptFailure> {
  const { host, port, signal } = options;
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 5000 });
    const timer = setTimeout(() => give(failure('timed-out')), limit(options, DIAL_TIMEOUT));
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

function handshake(socket: Socket, options: AttemptOptions): Promise<Attempt> {
  return new Promise((resolve) => {
    const client = new ssh2.Client();
    let hostKey = '';
    let changed = false;
    const give = (result: Attempt): void => {
      options.signal.removeEventListener('abort', abort);
      if (result.client === undefined) socket.destroy();
      resolve(result);
    };
    const fail = (cause: AttemptFailure): void => give({ client: undefined, failure: cause });
    const abort = (): void => fail(failure('closed', 'cancelled'));
    const verify = (key: Buffer): boolean => {
      hostKey = createHash('sha256').update(key).digest('base64');
      changed = options.hostKey !== undefined && options.hostKey !== hostKey;
      return !changed;
    };
    // The listener stays: an error of a connection that is given up must not end the process.
    client.on('error', (error) => fail(changed ? failure('host-key') : failureOf(error)));
    client.once('close', () => fail(failure('closed')));
    client.once('ready', () => {
      if (options.readWriteTimeout > 0) socket.setTimeout(options.readWriteTimeout, () => socket.destroy());
      give({ client, hostKey });
    });
    options.signal.addEventListener('abort', abort, { once: true });
    if (options.signal.aborted) return abort();
    try {
      client.connect({ ...clientConfig(options), sock: socket, hostVerifier: verify });
    } catch (error) {
      fail(failure('settings', error instanceof Error ? error.message : String(error)));
    }
  });
}

function clientConfig(options: AttemptOptions): ConnectConfig {
  const key = options.privateKey === undefined ? undefined : readPrivateKey(options.privateKey);
  if (key?.found === false) throw new Error(key.reason);
  const { keepAlive, forwardAgent, ciphers, kex } = options;
  return {
    username: options.username,
    authHandler: authentication(key === undefined ? options : { ...options, privateKey: key.text }),
    readyTimeout: limit(options, HANDSHAKE_TIMEOUT),
    ...(forwardAgent === undefined ? {} : { agent: forwardAgent }),
    ...(keepAlive > 0
      ? { keepaliveInterval: keepAlive, keepaliveCountMax: Math.max(3, Math.ceil(SILENCE / keepAlive)) }
      : {}),
    algorithms: algorithms({ cipher: ciphers ?? [], kex: kex ?? [] }),
  };
}

/** The lists replace the library's own; as the names are the user's, it checks them itself and throws. */
function algorithms(lists: Readonly<Record<'cipher' | 'kex', readonly string[]>>): ssh2.Algorithms {
  const stated = Object.entries(lists).filter(([, names]) => names.length > 0);
  return Object.fromEntries(stated) as ssh2.Algorithms;
}

function limit(options: AttemptOptions, most: number): number {
  return Math.max(1, Math.min(most, options.within ?? most));
}
