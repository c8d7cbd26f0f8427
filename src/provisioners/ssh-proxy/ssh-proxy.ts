import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection } from 'ssh2';
import { BuildError } from '../../errors/build-error.ts';
import { type Listening, listening } from '../../wire/listening.ts';
import { goReason } from '../local/paths.ts';
import type { ProvisionScope } from '../provisioner.ts';
import type { ProxyKeys } from './proxy-keys.ts';
import { serveProxySession } from './session.ts';

export interface SshProxyOptions {
  readonly keys: ProxyKeys;
  /** The one user that is let in. */
  readonly user: string;
  /** 0: any free port. */
  readonly port: number;
  /** Command on the guest that speaks SFTP on its input and output. */
  readonly sftpCommand: string;
}

interface SshProxy extends AsyncDisposable {
  readonly port: number;
}

/**
 * An SSH server on loopback for tools that know how to reach a machine by SSH only: what they ask for is done over the
 * communicator, whatever kind that is. Lives until it is disposed of, which ends everything that still runs through it.
 */
export async function startSshProxy(options: SshProxyOptions, scope: ProvisionScope): Promise<SshProxy> {
  const ending = new AbortController();
  const signal = AbortSignal.any([scope.signal, ending.signal]);
  const running = new Set<Promise<void>>();
  const server = new ssh2.Server({ hostKeys: [options.keys.host] }, (connection) =>
    serveConnection(connection, options, (work) => track(running, work), { ...scope, signal }),
  );
  const listener = await listen({
    port: options.port,
    onSocket: (socket) => server.injectSocket(socket),
    tell: (text) => scope.note('say', text),
  });
  return {
    port: listener.port,
    async [Symbol.asyncDispose]() {
      ending.abort();
      await listener.close();
      await Promise.all(running);
    },
  };
}

function track(running: Set<Promise<void>>, work: Promise<void>): void {
  const tracked = work.finally(() => running.delete(tracked));
  running.add(tracked);
}

function serveConnection(
  connection: Connection,
  options: SshProxyOptions,
  track: (work: Promise<void>) => void,
  scope: ProvisionScope,
): void {
  let served = false;
  connection.on('error', () => connection.end());
  connection.once('close', () => {
    if (!served && !scope.signal.aborted) scope.note('error', 'failed to handshake');
  });
  connection.on('authentication', (context) => {
    if (isLetIn(context, options)) context.accept();
    else context.reject(['publickey']);
  });
  connection.on('ready', () => {
    served = true;
    connection.on('session', (accept) => serveProxySession(accept(), { ...options, scope, track }));
  });
}

/** Without a signature the client only asks whether this key would do. */
function isLetIn(context: AuthContext, { user, keys }: SshProxyOptions): boolean {
  if (context.method !== 'publickey' || context.username !== user) return false;
  const wanted = keys.authorized.getPublicSSH();
  if (wanted.length !== context.key.data.length || !timingSafeEqual(wanted, context.key.data)) return false;
  if (context.signature === undefined || context.blob === undefined) return true;
  return keys.authorized.verify(context.blob, context.signature, context.hashAlgo) === true;
}

const HOST = '127.0.0.1';
const TRIES = 10;

interface ListenOptions {
  /** 0: any free port; else the first to try of ten. */
  readonly port: number;
  onSocket(socket: Socket): void;
  /** Told of each port that is taken. */
  tell(text: string): void;
}

/** Listens on loopback alone. */
async function listen({ port: wanted, onSocket, tell }: ListenOptions): Promise<Listening> {
  const ports = wanted === 0 ? [0] : Array.from({ length: TRIES }, (_, index) => wanted + index);
  for (const port of ports.filter((each) => each < 65_536)) {
    try {
      return await listening({ host: HOST, port }, onSocket);
    } catch (error) {
      tell(`listen tcp ${HOST}:${port}: ${goReason(error)}`);
    }
  }
  throw proxyUnavailable(wanted);
}

const proxyUnavailable = (port: number): BuildError =>
  new BuildError('provision-failed', 'Error setting up SSH proxy connection', {
    hint:
      port === 0
        ? 'This machine has no free port on 127.0.0.1.'
        : `No port from ${port} to ${port + 9} on 127.0.0.1 is free; set another "local_port", or leave it out.`,
  });
