import { createServer, type Socket } from 'node:net';
import type { AttemptFailure, ProxyServer } from '../options.ts';
import { throughProxy } from '../route/route.ts';
import type { Address } from './config.ts';

/** A port of loopback that leads through a proxy, for programs that know none. */
export interface Relay {
  readonly at: Address;
  /** Why the last connection came to nothing. */
  failure(): AttemptFailure | undefined;
  close(): void;
}

export async function openRelay(proxy: ProxyServer, target: Address): Promise<Relay> {
  const sockets = new Set<Socket>();
  const ended = new AbortController();
  let last: AttemptFailure | undefined;
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    void throughProxy(proxy, { ...target, signal: ended.signal }).then((stream) => {
      last = 'reason' in stream ? stream : undefined;
      if ('reason' in stream) return socket.destroy();
      socket.once('close', () => stream.destroy());
      stream.once('close', () => socket.destroy());
      return stream.pipe(socket).pipe(stream);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    at: { host: '127.0.0.1', port: typeof address === 'object' ? (address?.port ?? 0) : 0 },
    failure: () => last,
    close() {
      ended.abort();
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
