import { createServer, type Server, type Socket } from 'node:net';
import { goReason } from '../local/go-reason.ts';
import { proxyUnavailable } from '../tool-words.ts';

const HOST = '127.0.0.1';
const TRIES = 10;

export interface ListenOptions {
  /** 0: any free port; else the first to try of ten. */
  readonly port: number;
  onSocket(socket: Socket): void;
  /** Told of each port that is taken. */
  tell(text: string): void;
}

export interface Listener {
  readonly port: number;
  /** Listens no more, and ends all connections. */
  close(): Promise<void>;
}

/** Listens on loopback alone. */
export async function listen({ port: wanted, onSocket, tell }: ListenOptions): Promise<Listener> {
  const ports = wanted === 0 ? [0] : Array.from({ length: TRIES }, (_, index) => wanted + index);
  for (const port of ports.filter((each) => each < 65_536)) {
    try {
      return await listenAt(port, onSocket);
    } catch (error) {
      tell(`listen tcp ${HOST}:${port}: ${goReason(error)}`);
    }
  }
  throw proxyUnavailable(wanted);
}

async function listenAt(port: number, onSocket: (socket: Socket) => void): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: portOf(server),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
