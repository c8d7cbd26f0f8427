import { setTimeout as pause } from 'node:timers/promises';
import { cancelled, sshDenied, sshSettings, sshTimeout } from '../../errors/word/communicator.ts';
import type { Communicator } from '../communicator.ts';
import { attempt } from './attempt.ts';
import { sshCommunicator } from './communicator.ts';
import { SshConnection } from './connection.ts';
import { failure } from './failure.ts';
import type { AttemptFailure, SshOptions } from './options.ts';

const RETRY_INTERVAL = 250;
/** A refused login is tried again more and more patiently: the guest may still be installing its key. */
const MOST_PATIENT = 32;

/**
 * Waits until the guest accepts us and gives the open connection. Tries start at once and follow each other quickly:
 * Packer pauses seven seconds between two. Ten refused logins still span about as long as Packer's, because those pauses
 * grow. Rejects with `connect-timeout`, `connect-denied`, `config-invalid` or `cancelled`.
 */
export async function connectSsh(options: SshOptions): Promise<Communicator> {
  const address = `${options.host}:${options.port}`;
  const deadline = options.timeout > 0 ? Date.now() + options.timeout : Number.POSITIVE_INFINITY;
  let last: AttemptFailure = failure('timed-out');
  let denied = 0;
  for (;;) {
    if (options.signal.aborted) throw cancelled(`waiting for SSH on ${address}`);
    const within = deadline - Date.now();
    if (within <= 0) throw sshTimeout(address, last.text);
    const result = await attempt({ ...options, within });
    if (result.client !== undefined)
      return sshCommunicator(new SshConnection(options, result.client, result.hostKey), options);
    if (options.signal.aborted) continue;
    last = result.failure;
    options.onAttempt?.(last);
    if (last.reason === 'settings') throw sshSettings(address, last.text);
    if (last.reason === 'denied') denied += 1;
    if (options.handshakeAttempts > 0 && denied >= options.handshakeAttempts)
      throw sshDenied(address, options.username, denied, last.text);
    await rest(options, last.reason === 'denied' ? denied : 0, deadline);
  }
}

async function rest(options: SshOptions, denied: number, deadline: number): Promise<void> {
  const interval = options.retryInterval ?? RETRY_INTERVAL;
  const wanted =
    denied === 0 ? interval : Math.min(4 * interval * 1.5 ** (denied - 1), MOST_PATIENT * interval);
  const span = Math.max(0, Math.min(wanted, deadline - Date.now()));
  await pause(span, undefined, { signal: options.signal }).catch(() => undefined);
}
