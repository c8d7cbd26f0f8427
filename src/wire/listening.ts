import { createServer, type Socket } from 'node:net';

/** A place where connections come in. */
export interface Listening {
  readonly port: number;
  /** Listens no more, and ends all connections. */
  close(): Promise<void>;
}

/** Listens on one address of this machine; port 0 is any that is free. Rejects where the platform refuses. */
export async function listening(
  { host, port }: { readonly host: string; readonly port: number },
  onSocket: (socket: Socket) => void,
): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
