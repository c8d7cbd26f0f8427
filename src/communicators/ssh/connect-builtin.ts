import type { Communicator } from '../communicator.ts';
import { attempt } from './attempt.ts';
import { sshCommunicator } from './communicator.ts';
import { SshConnection } from './connection.ts';
import type { HandshakeOptions } from './handshake.ts';
import { untilReady } from './ready.ts';
import { sftpTransfers } from './sftp.ts';
import { openShell } from './shell.ts';
import { openLocalTunnels, openRemoteTunnels } from './tunnels.ts';

/** Connects with the SSH library. */
export async function connectBuiltin(options: HandshakeOptions): Promise<Communicator> {
  const { localTunnels = [], remoteTunnels = [] } = options;
  const client = await untilReady(options, async (within) => {
    const result = await attempt({ ...options, within });
    return result.client === undefined ? { failure: result.failure } : { opened: result.client };
  });
  const connection = new SshConnection(options, client, (next) =>
    openRemoteTunnels(next, remoteTunnels, true),
  );
  try {
    await openRemoteTunnels(client, remoteTunnels);
    const tunnels = await openLocalTunnels(localTunnels, (host, port) => connection.forward(host, port));
    return sshCommunicator(connection, options, {
      sftp: sftpTransfers(connection),
      shell: (how) => openShell(connection, how),
      close: async () => {
        tunnels.close();
        await connection.close();
      },
    });
  } catch (error) {
    await connection.close();
    throw error;
  }
}
