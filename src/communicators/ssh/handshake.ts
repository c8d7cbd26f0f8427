import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { type Client, type ConnectConfig } from 'ssh2';
import { reason } from '../../wire/reason.ts';
import { authentication } from './authentication.ts';
import { failure, failureOf } from './failure.ts';
import type { HostKeys } from './host-keys.ts';
import { unansweredKeepAlives } from './keep-alive.ts';
import { hostName } from './known-hosts.ts';
import type { AttemptFailure, SshOptions } from './options.ts';
import { readPrivateKey } from './private-key.ts';

const HANDSHAKE_TIMEOUT = 60_000;
const TYPING_TIMEOUT = 10 * 60_000;

export interface HandshakeOptions extends SshOptions {
  readonly hostKeys: HostKeys;
  /** At most this long for dialling and for the handshake, when the deadline is near. */
  readonly within?: number;
}

export type Attempt =
  | { readonly client: Client; readonly failure?: undefined }
  | { readonly client: undefined; readonly failure: AttemptFailure };

/** Proves the server to us and us to the server. Never rejects; the stream is closed unless a client comes of it. */
export function handshake(stream: Duplex, options: HandshakeOptions): Promise<Attempt> {
  return new Promise((resolve) => new Handshake(stream, options, resolve).begin());
}

class Handshake {
  readonly #client = new ssh2.Client();
  readonly #stream: Duplex;
  readonly #options: HandshakeOptions;
  readonly #resolve: (attempt: Attempt) => void;
  readonly #name: string;
  /** Algorithms that the server is asked to show its key with. */
  readonly #asked: readonly string[] | undefined;
  #distrusted: string | undefined;
  #agentTrouble = '';

  constructor(stream: Duplex, options: HandshakeOptions, resolve: (attempt: Attempt) => void) {
    this.#stream = stream;
    this.#options = options;
    this.#resolve = resolve;
    this.#name = options.hostKeyName ?? hostName(options.host, options.port);
    this.#asked = options.hostKeys.algorithms(this.#name);
  }

  begin(): void {
    const { signal, readWriteTimeout } = this.#options;
    // The listeners stay: an error of a connection that is given up must not end the process.
    this.#client.on('error', (error) => this.#failed(error));
    this.#client.once('close', () => this.#fail(failure('closed')));
    this.#client.once('ready', () => {
      watchSilence(this.#stream, readWriteTimeout);
      this.#give({ client: this.#client });
    });
    signal.addEventListener('abort', this.#abort, { once: true });
    if (signal.aborted) {
      this.#abort();
      return;
    }
    try {
      const config = clientConfig(this.#options, this.#asked);
      this.#client.connect({ ...config, sock: this.#stream, hostVerifier: this.#verify });
    } catch (error) {
      this.#fail(failure('settings', reason(error)));
    }
  }

  readonly #abort = (): void => this.#fail(failure('closed', 'cancelled'));

  readonly #verify = (key: Buffer, answer: (believed: boolean) => void): void => {
    const distrust = (text: string): void => {
      this.#distrusted = text;
      answer(false);
    };
    this.#options.hostKeys.judge(this.#name, key).then(
      (judgement) => (judgement.believed ? answer(true) : distrust(judgement.text)),
      (error: unknown) => distrust(reason(error)),
    );
  };

  #failed(error: Error): void {
    // The library tells what is wrong with the agent and goes on to the next way to log in.
    if ('level' in error && error.level === 'agent') {
      this.#agentTrouble = ` (the agent: ${error.message})`;
      return;
    }
    const noKey = this.#asked !== undefined && /no matching host key format/.test(error.message);
    const distrusted = noKey ? this.#options.hostKeys.nothingFits(this.#name) : this.#distrusted;
    const cause = failureOf(error);
    this.#fail(
      distrusted === undefined
        ? { ...cause, text: cause.text + this.#agentTrouble }
        : failure('host-key', distrusted),
    );
  }

  #fail(cause: AttemptFailure): void {
    this.#give({ client: undefined, failure: cause });
  }

  #give(result: Attempt): void {
    this.#options.signal.removeEventListener('abort', this.#abort);
    if (result.client === undefined) this.#stream.destroy();
    this.#resolve(result);
  }
}

/** A stream that is silent for too long is given up. One through a jump host has no clock: its own connection has. */
function watchSilence(stream: Duplex, limit: number): void {
  if (limit > 0 && stream instanceof Socket) stream.setTimeout(limit, () => stream.destroy());
}

function clientConfig(options: HandshakeOptions, hostKeyTypes: readonly string[] | undefined): ConnectConfig {
  const key = options.privateKey === undefined ? undefined : readPrivateKey(options.privateKey);
  if (key?.found === false) throw new Error(key.reason);
  const { keepAlive, forwardAgent, ciphers, kex, hostKeyAlgorithms } = options;
  return {
    username: options.username,
    authHandler: authentication(key === undefined ? options : { ...options, privateKey: key.text }),
    readyTimeout: patience(options),
    ...(forwardAgent === undefined ? {} : { agent: forwardAgent }),
    ...(keepAlive > 0
      ? { keepaliveInterval: keepAlive, keepaliveCountMax: unansweredKeepAlives(options) }
      : {}),
    algorithms: algorithms({
      cipher: ciphers ?? [],
      kex: kex ?? [],
      serverHostKey: stated(hostKeyAlgorithms) ?? hostKeyTypes ?? [],
    }),
  };
}

/** Nobody types a password faster than servers shake hands. */
function patience({ answer, within }: HandshakeOptions): number {
  const most = answer === undefined ? HANDSHAKE_TIMEOUT : TYPING_TIMEOUT;
  return Math.max(1, Math.min(most, within ?? most));
}

function stated(names: readonly string[] | undefined): readonly string[] | undefined {
  return names === undefined || names.length === 0 ? undefined : names;
}

type Lists = Readonly<Record<'cipher' | 'kex' | 'serverHostKey', readonly string[]>>;

/** The lists replace the library's own; as the names are the user's, it checks them itself and throws. */
function algorithms(lists: Lists): ssh2.Algorithms {
  const given = Object.entries(lists).filter(([, names]) => names.length > 0);
  return Object.fromEntries(given) as ssh2.Algorithms;
}
