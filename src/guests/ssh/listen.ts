import { createServer, type Server, type Socket } from 'node:net';
import type { GuestAddress } from '../guest.ts';

/** One address on which the guest answers. */
export interface Listener {
  /** Where it really listens. */
  readonly address: GuestAddress;
  /** Stops listening and ends the connections made through it. */
  close(): Promise<void>;
}

const refused = new Set(['EACCES', 'EADDRINUSE', 'EADDRNOTAVAIL', 'EPERM']);

/**
 * Listens on `wanted`; where the platform refuses, on a free port of the same address, else of 127.0.0.1.
 * Other systems than Linux have only 127.0.0.1, and ports below 1024 may need rights.
 */
export async function listen(wanted: GuestAddress, onSocket: (socket: Socket) => void): Promise<Listener> {
  const places = [wanted, { host: wanted.host, port: 0 }, { host: '127.0.0.1', port: 0 }];
  for (const [index, place] of places.entries()) {
    try {
      return await listenAt(place, onSocket);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!refused.has(code) || index === places.length - 1) throw error;
    }
  }
  throw new Error(`no place to listen for ${wanted.host}`);
}

async function listenAt(place: GuestAddress, onSocket: (socket: Socket) => void): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.port, place.host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { address: { host: place.host, port: portOf(server) }, close };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
