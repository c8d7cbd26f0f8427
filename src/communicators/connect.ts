import type { Communicator } from './communicator.ts';
import { noCommunicator } from './none.ts';
import { type PreparedCommunicator, sshOptions, winrmOptions } from './prepare-communicator.ts';

export interface ConnectTo {
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
  /** Told after each try that failed. */
  onAttempt?(): void;
}

/** Waits until the guest accepts us, over what the settings name. Transports are loaded when they are needed. */
export async function connect(
  prepared: PreparedCommunicator,
  env: Readonly<Record<string, string | undefined>>,
  { onAttempt, ...where }: ConnectTo,
): Promise<Communicator> {
  const told = onAttempt === undefined ? {} : { onAttempt };
  if (prepared.config.communicator === 'none') return noCommunicator();
  if (prepared.config.communicator === 'winrm') {
    const { connectWinrm } = await import('./winrm/connect.ts');
    return connectWinrm({ ...winrmOptions(prepared, env, where), ...told });
  }
  const { connectSsh } = await import('./ssh/connect.ts');
  return connectSsh({ ...sshOptions(prepared, env, where), ...told });
}
