import ssh2, { type Connection } from 'ssh2';
import type { Account } from '../accounts.ts';
import type { GuestAddress } from '../guest.ts';
import type { Machine } from '../machine.ts';
import { authenticate } from './authentication.ts';
import { hostKey, publicLine } from './host-key.ts';
import { type Listener, listen } from './listen.ts';
import { serveSession } from './session.ts';

/** The guest's sshd. */
export interface SshServer {
  listen(address: string): Promise<GuestAddress>;
  unlisten(address: string): Promise<void>;
  /** Public halves of its host keys, one line each. */
  readonly hostKeys: readonly string[];
  /** Cuts every connection at once, as a computer that loses power. */
  close(): Promise<void>;
}

interface SshServerOptions {
  readonly machine: Machine;
  readonly port: number;
  readonly password: string;
}

/**
 * Opens the guest for SSH: keys, password and keyboard-interactive; exec, shell, scp and sftp. Port forwarding is
 * refused and unknown global requests (keepalive@openssh.com) are answered, both by ssh2 itself.
 */
export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  const { machine, password, port } = options;
  const key = await hostKey(machine.files);
  const server = new ssh2.Server({ hostKeys: [key], ident: 'OpenSSH_8.0' });
  server.on('connection', (connection) => serveConnection(connection, machine, password));
  const listeners = new Map<string, Listener>();
  const unlisten = async (address: string) => {
    const listener = listeners.get(address);
    listeners.delete(address);
    await listener?.close();
  };
  return {
    unlisten,
    hostKeys: [publicLine(key)],
    async listen(address) {
      await unlisten(address);
      const listener = await listen({ host: address, port }, (socket) => server.injectSocket(socket));
      listeners.set(address, listener);
      return listener.address;
    },
    async close() {
      await Promise.all([...listeners.keys()].map(unlisten));
    },
  };
}

function serveConnection(connection: Connection, machine: Machine, password: string): void {
  let account: Account | undefined;
  // A client that goes away mid-handshake is no failure of the guest.
  connection.on('error', () => connection.end());
  connection.on('authentication', (context) => {
    authenticate(context, { files: machine.files, password }).then(
      (found) => {
        account = found;
      },
      () => context.reject(),
    );
  });
  connection.on('session', (accept, reject) => {
    if (account === undefined) reject();
    else serveSession(accept(), machine, account);
  });
}
