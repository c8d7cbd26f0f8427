import type { Communicator } from '../communicator.ts';
import type { HandshakeOptions } from './handshake.ts';
import { hostKeys } from './host-keys.ts';
import type { SshOptions } from './options.ts';

/**
 * Waits until the guest accepts us and gives the open connection. Rejects with `connect-timeout`, `connect-denied`,
 * `config-invalid` or `cancelled`.
 */
export async function connectSsh(options: SshOptions): Promise<Communicator> {
  const rules = options.hostKeys ?? hostKeys({ check: 'first-use' });
  const checked: HandshakeOptions = { ...options, hostKeys: rules };
  // Each is loaded when it is used: they have nothing in common but what they give.
  if (options.transport === 'openssh')
    return (await import('./openssh/connect-openssh.ts')).connectOpenssh(checked);
  return (await import('./connect-builtin.ts')).connectBuiltin(checked);
}
