import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { type Client, type ConnectConfig } from 'ssh2';
import { authentication } from './authentication.ts';
import { failure, failureOf } from './failure.ts';
import type { HostKeys } from './host-keys.ts';
import { hostName } from './known-hosts.ts';
import type { AttemptFailure, SshOptions } from './options.ts';
import { readPrivateKey } from './private-key.ts';

const HANDSHAKE_TIMEOUT = 60_000;
/** A peer that answers no keep-alive for this long is gone; shorter would cut off a guest under heavy load. */
const SILENCE = 60_000;

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
  return new Promise((resolve) => {
    const client = new ssh2.Client();
    let distrusted: string | undefined;
    let agent = '';
    const give = (result: Attempt): void => {
      options.signal.removeEventListener('abort', abort);
      if (result.client === undefined) stream.destroy();
      resolve(result);
    };
    const fail = (cause: AttemptFailure): void => give({ client: undefined, failure: cause });
    const abort = (): void => fail(failure('closed', 'cancelled'));
    const name = options.hostKeyName ?? hostName(options.host, options.port);
    const asked = options.hostKeys.algorithms(name);
    const verify = (key: Buffer, answer: (believed: boolean) => void): void => {
      const judged = options.hostKeys.judge(name, key);
      judged.then(
        (judgement) => {
          if (!judgement.believed) distrusted = judgement.text;
          answer(judgement.believed);
        },
        (error: unknown) => {
          distrusted = error instanceof Error ? error.message : String(error);
          answer(false);
        },
      );
    };
    // The listener stays: an error of a connection that is given up must not end the process.
    client.on('error', (error) => {
      // The library tells what is wrong with the agent and goes on to the next way to log in.
      if ('level' in error && error.level === 'agent') {
        agent = ` (the agent: ${error.message})`;
        return;
      }
      const noKey = /no matching host key format/.test(error.message) && asked !== undefined;
      const text = noKey ? options.hostKeys.nothingFits(name) : distrusted;
      if (text !== undefined) return fail(failure('host-key', text));
      const cause = failureOf(error);
      fail({ ...cause, text: cause.text + agent });
    });
    client.once('close', () => fail(failure('closed')));
    client.once('ready', () => {
      watchSilence(stream, options.readWriteTimeout);
      give({ client });
    });
    options.signal.addEventListener('abort', abort, { once: true });
    if (options.signal.aborted) return abort();
    try {
      client.connect({ ...clientConfig(options, asked), sock: stream, hostVerifier: verify });
    } catch (error) {
      fail(failure('settings', error instanceof Error ? error.message : String(error)));
    }
  });
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
    readyTimeout: Math.max(1, Math.min(HANDSHAKE_TIMEOUT, options.within ?? HANDSHAKE_TIMEOUT)),
    ...(forwardAgent === undefined ? {} : { agent: forwardAgent }),
    ...(keepAlive > 0
      ? { keepaliveInterval: keepAlive, keepaliveCountMax: Math.max(3, Math.ceil(SILENCE / keepAlive)) }
      : {}),
    algorithms: algorithms({
      cipher: ciphers ?? [],
      kex: kex ?? [],
      serverHostKey: stated(hostKeyAlgorithms) ?? hostKeyTypes ?? [],
    }),
  };
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
