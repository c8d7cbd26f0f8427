import type { Communicator } from './communicator.ts';
import { noCommunicator } from './none.ts';
import type { PreparedCommunicator } from './prepare-communicator.ts';
import type { HostKeys } from './ssh/host-keys.ts';
import { type Surroundings, sshOptions } from './ssh-options.ts';
import { winrmOptions } from './winrm-options.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface ConnectTo extends Surroundings {
  /** Told after each try that failed. */
  onAttempt?(): void;
  /** Told what made us believe the host key that was met, over SSH. */
  onProof?(proof: ReturnType<HostKeys['proofOf']>): void;
}

/** Waits until the guest accepts us, over what the settings name. Transports are loaded when they are needed. */
export async function connect(
  prepared: PreparedCommunicator,
  env: Env,
  { onAttempt, onProof, ...where }: ConnectTo,
): Promise<Communicator> {
  const told = onAttempt === undefined ? {} : { onAttempt };
  if (prepared.config.communicator === 'none') return noCommunicator();
  if (prepared.config.communicator === 'winrm') {
    const { connectWinrm } = await import('./winrm/connect.ts');
    const { host, port, signal } = where;
    return connectWinrm({ ...winrmOptions(prepared, env, { host, port, signal }), ...told });
  }
  const { connectSsh } = await import('./ssh/connect.ts');
  const options = sshOptions(prepared, env, where);
  const link = await connectSsh({ ...options, ...told });
  onProof?.(options.hostKeys?.proofOf(where.hostKeyName ?? ''));
  return link;
}
