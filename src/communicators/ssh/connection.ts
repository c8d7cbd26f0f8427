import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { Client, ClientChannel, ExecOptions, SFTPWrapper } from 'ssh2';
import { reason } from '../../wire/reason.ts';
import { cancelledDuring, connectionClosed, connectionLost, hostKeyChanged } from '../words.ts';
import { attempt } from './attempt.ts';
import { channelProcess, type Started, started } from './channel-process.ts';
import type { HandshakeOptions } from './handshake.ts';
import { inTime, KILL_SIBLINGS } from './kill-command.ts';
import type { Link, RemoteProcess } from './link.ts';

/** Echo off, as Packer asks for it; the size is its own too. */
const PTY = { term: 'xterm', rows: 40, cols: 80, modes: { ECHO: 0 } } as const;

/** One SSH connection that is opened again, once per need and to the same server, when a channel cannot be opened. */
export class SshConnection implements Link {
  readonly address: string;
  readonly #options: HandshakeOptions;
  /** Told of each client, the first and those that replace it; what it rejects with, connecting rejects with. */
  readonly #onClient: (client: Client) => Promise<void>;
  #client: Client;
  #alive = true;
  #closed = false;
  #forward: boolean;
  #reopening: Promise<void> | undefined;

  constructor(
    options: HandshakeOptions,
    client: Client,
    onClient: (client: Client) => Promise<void> = async () => undefined,
  ) {
    this.address = `${options.host}:${options.port}`;
    this.#options = options;
    this.#client = client;
    this.#onClient = onClient;
    this.#forward = options.forwardAgent !== undefined;
    this.#watch(client);
  }

  async run(
    command: string,
    options: { readonly pty: boolean; readonly signal: AbortSignal },
  ): Promise<RemoteProcess> {
    const running = await this.#retried(options.signal, (client) => this.#exec(client, command, options.pty));
    return channelProcess(running, async () => {
      await inTime((signal) => this.#kill(running, signal));
      running.channel.close();
    });
  }

  /** Starts a login shell with a terminal of this size. */
  shell(
    size: { readonly columns: number; readonly rows: number },
    signal: AbortSignal,
  ): Promise<ClientChannel> {
    const terminal = { term: process.env['TERM'] ?? 'xterm', cols: size.columns, rows: size.rows };
    return this.#retried(signal, (client) => opened((done) => client.shell(terminal, done)));
  }

  sftp(signal: AbortSignal): Promise<SFTPWrapper> {
    return this.#retried(signal, (client) => opened((done) => client.sftp(done)));
  }

  /** A TCP connection that the guest makes for us; on the connection that is open, never a new one. */
  forward(host: string, port: number): Promise<Duplex> {
    return opened((done) => this.#client.forwardOut('127.0.0.1', 0, host, port, done));
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (!this.#alive) return;
    const gone = once(this.#client, 'close');
    this.#client.end();
    const timer = setTimeout(() => this.#client.destroy(), 1000);
    await gone.catch(() => undefined);
    clearTimeout(timer);
  }

  async #exec(client: Client, command: string, pty: boolean): Promise<Started> {
    const options: ExecOptions = pty ? { pty: PTY } : {};
    if (!this.#forward) return start((done) => client.exec(command, options, done));
    const forwarding: ExecOptions & { agentForward: boolean } = { ...options, agentForward: true };
    try {
      return await start((done) => client.exec(command, forwarding, done));
    } catch (error) {
      if (!(error instanceof Error) || !/agent forwarding/i.test(error.message)) throw error;
      this.#forward = false;
      return start((done) => client.exec(command, options, done));
    }
  }

  async #kill(running: Started, signal: AbortSignal): Promise<void> {
    const { _client, outgoing } = running.channel as unknown as Inner;
    _client._protocol.signal(outgoing.id, 'KILL');
    const killer = await this.#retried(signal, (client) => this.#exec(client, KILL_SIBLINGS, false));
    killer.channel.resume().stderr.resume();
    await killer.ended;
  }

  async #retried<T extends Closable>(signal: AbortSignal, open: (client: Client) => Promise<T>): Promise<T> {
    if (this.#closed) throw connectionClosed(this.address);
    if (this.#alive) {
      try {
        return await unlessAborted(open(this.#client), signal);
      } catch (error) {
        // A server that restarts, or that limits the channels of a connection, serves the next connection.
        if (signal.aborted) throw error;
      }
    }
    await this.#reopen(signal);
    try {
      return await unlessAborted(open(this.#client), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      throw connectionLost(this.address, reason(error), error);
    }
  }

  #reopen(signal: AbortSignal): Promise<void> {
    this.#reopening ??= this.#dial(signal).finally(() => {
      this.#reopening = undefined;
    });
    return this.#reopening;
  }

  async #dial(signal: AbortSignal): Promise<void> {
    const result = await attempt({ ...this.#options, signal });
    if (result.client === undefined) {
      if (signal.aborted) throw cancelledDuring(`connecting to ${this.address} again`);
      if (result.failure.reason === 'host-key') throw hostKeyChanged(this.address, result.failure.text);
      throw connectionLost(this.address, result.failure.text);
    }
    this.#client.end();
    this.#client = result.client;
    this.#alive = true;
    this.#watch(result.client);
    await this.#onClient(result.client);
    if (this.#closed) await this.close();
  }

  #watch(client: Client): void {
    client.setNoDelay(true);
    client.once('close', () => {
      if (client === this.#client) this.#alive = false;
    });
  }
}

/** The part of the SSH library below its public face: its `signal()` sends nothing once standard input has ended. */
interface Inner {
  readonly _client: { readonly _protocol: { signal(channel: number, name: string): void } };
  readonly outgoing: { readonly id: number };
}

interface Closable {
  end(): unknown;
}

/** A guest that does not answer must not keep a cancelled build waiting; a channel that opens too late is closed. */
function unlessAborted<T extends Closable>(opening: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      opening.then((late) => late.end()).catch(() => undefined);
      reject(cancelledDuring('opening a channel to the guest'));
    };
    signal.addEventListener('abort', abort, { once: true });
    opening.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
  });
}

type Callback<T> = (error: Error | undefined, channel: T) => void;

function start(open: (done: Callback<ClientChannel>) => void): Promise<Started> {
  return new Promise((resolve, reject) => {
    open((error, channel) => (error ? reject(error) : resolve(started(channel))));
  });
}

function opened<T>(open: (done: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    open((error, channel) => (error ? reject(error) : resolve(channel)));
  });
}
