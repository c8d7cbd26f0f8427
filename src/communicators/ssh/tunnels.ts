import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'ssh2';
import { tunnelFailed } from '../words.ts';
import type { Tunnel } from './options.ts';

/** Ports of this machine that lead into the guest's network, for as long as they are open. */
interface LocalTunnels {
  close(): void;
}

/** Listens for each tunnel on loopback; what connects is taken on by `forward`. Rejects when a port is taken. */
export async function openLocalTunnels(
  tunnels: readonly Tunnel[],
  forward: (host: string, port: number) => Promise<Duplex>,
): Promise<LocalTunnels> {
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  const close = (): void => {
    for (const server of servers) server.close();
    for (const socket of sockets) socket.destroy();
  };
  try {
    for (const tunnel of tunnels) servers.push(await listen(tunnel, sockets, forward));
    return { close };
  } catch (error) {
    close();
    throw error;
  }
}

/** A server that has just lost a connection may still hold its ports for a moment. */
const PORT_PATIENCE = { tries: 25, interval: 200 } as const;

/** Asks the guest to listen for each tunnel; what connects there is led to its host from here. `again`: not for the first time. */
export async function openRemoteTunnels(
  client: Client,
  tunnels: readonly Tunnel[],
  again = false,
): Promise<void> {
  if (tunnels.length === 0) return;
  client.on('tcp connection', ({ destPort }, accept, reject) => {
    const tunnel = tunnels.find(({ port }) => port === destPort);
    if (tunnel === undefined) return reject();
    const target = connectTcp({ host: tunnel.host, port: tunnel.targetPort, noDelay: true });
    target.on('error', () => undefined);
    join(accept(), target);
  });
  for (const tunnel of tunnels) await request(client, tunnel, again ? PORT_PATIENCE.tries : 1);
}

async function request(client: Client, tunnel: Tunnel, tries: number): Promise<void> {
  for (let left = tries; ; left -= 1) {
    const refusal = await new Promise<Error | undefined>((resolve) => {
      client.forwardIn('localhost', tunnel.port, resolve);
    });
    if (!refusal) return;
    if (left <= 1) throw tunnelFailed('ssh_remote_tunnels', tunnel, refusal.message);
    await pause(PORT_PATIENCE.interval);
  }
}

function listen(
  tunnel: Tunnel,
  sockets: Set<Socket>,
  forward: (host: string, port: number) => Promise<Duplex>,
): Promise<Server> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    forward(tunnel.host, tunnel.targetPort).then(
      (channel) => join(channel, socket),
      () => socket.destroy(),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(tunnelFailed('ssh_local_tunnels', tunnel, error.message)));
    server.listen(tunnel.port, '127.0.0.1', () => resolve(server));
  });
}

/** Both directions, until each has ended by itself; one that breaks ends the other. */
function join(channel: Duplex, socket: Socket): void {
  channel.on('error', () => socket.destroy());
  channel.once('close', () => socket.destroySoon());
  socket.once('close', () => channel.end());
  channel.pipe(socket);
  socket.pipe(channel);
}
