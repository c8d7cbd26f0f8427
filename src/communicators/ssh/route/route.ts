import type { Duplex } from 'node:stream';
import { reason } from '../../../wire/reason.ts';
import { failure } from '../failure.ts';
import type { HandshakeOptions } from '../handshake.ts';
import type { AttemptFailure, ProxyServer } from '../options.ts';
import { throughBastion } from './bastion.ts';
import { httpConnect } from './http-connect.ts';
import { socks5 } from './socks5.ts';
import { type Dial, dialTcp } from './tcp.ts';

export type RouteOptions = HandshakeOptions;

/** Longer than a TCP connection may take: the proxy makes one of its own first. */
const PROXY_TIMEOUT = 20_000;

/** A stream to the SSH server: straight, through a proxy or through a jump host. Never rejects. */
export async function route(options: RouteOptions): Promise<Duplex | AttemptFailure> {
  if (options.bastion !== undefined) return throughBastion(options.bastion, options);
  if (options.proxy !== undefined) return throughProxy(options.proxy, options);
  return dialTcp(options);
}

/** A TCP connection to `target` that a proxy makes for us. */
export async function throughProxy(proxy: ProxyServer, target: Dial): Promise<Duplex | AttemptFailure> {
  const { host, port } = proxy;
  const fail = (text: string): AttemptFailure => failure('proxy', `${proxy.type} ${host}:${port}: ${text}`);
  const socket = await dialTcp({ ...target, host, port });
  if ('reason' in socket) return fail(socket.text);
  const late = setTimeout(() => socket.destroy(), Math.min(PROXY_TIMEOUT, target.within ?? PROXY_TIMEOUT));
  const abort = (): void => void socket.destroy();
  target.signal.addEventListener('abort', abort, { once: true });
  socket.on('error', () => undefined);
  try {
    await (proxy.type === 'http' ? httpConnect : socks5)(socket, proxy, target);
    return socket;
  } catch (error) {
    socket.destroy();
    return fail(reason(error));
  } finally {
    clearTimeout(late);
    target.signal.removeEventListener('abort', abort);
  }
}
