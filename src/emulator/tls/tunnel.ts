import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Authority } from './certificates.ts';

/** Host names of the service that a client may want to reach by https. */
const SERVICE = /^((?:ecs|vpc|sts|location|location-readonly|ram|kms)[a-z0-9.-]*\.aliyuncs\.com):443$/i;

/** Answers CONNECT for the names of the service, with a certificate of the authority for each. */
export function createTunnel(authority: Authority, maxHeaderSize: number, serve: RequestListener) {
  const inner = createServer(
    {
      maxHeaderSize,
      SNICallback: (name, done) => done(null, authority.contextFor(name)),
    },
    serve,
  );
  inner.on('tlsClientError', (_error, socket) => socket.destroy());
  const open = new Set<Duplex>();
  return {
    /** Gives whether it has taken the connection. */
    take(request: IncomingMessage, socket: Duplex): boolean {
      if (!SERVICE.test(request.url ?? '')) return false;
      socket.on('error', () => socket.destroy());
      open.add(socket.once('close', () => open.delete(socket)));
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      inner.emit('connection', socket);
      return true;
    },
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}
