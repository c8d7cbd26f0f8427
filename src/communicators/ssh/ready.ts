import { pause } from '../../wire/pause.ts';
import { cancelledDuring, hostKeyRefused, sshDenied, sshSettings, sshTimeout } from '../words.ts';
import { failure } from './failure.ts';
import type { AttemptFailure, SshOptions } from './options.ts';

const CUT_SHORT = 5000;
const RETRY_INTERVAL = 250;
/** A refused login is tried again more and more patiently: the guest may still be installing its key. */
const MOST_PATIENT = 32;

type Try<T> = { readonly opened: T } | { readonly failure: AttemptFailure };

/**
 * Tries until the guest is ready. Tries start at once and follow each other quickly: Packer pauses seven seconds between
 * two. Ten refused logins still span about as long as Packer's, because those pauses grow; a host key that does not fit
 * counts as a refusal, as a guest that boots for the first time may get its keys late.
 */
export async function untilReady<T>(
  options: SshOptions,
  attempt: (within: number) => Promise<Try<T>>,
): Promise<T> {
  const address = `${options.host}:${options.port}`;
  const deadline = options.timeout > 0 ? Date.now() + options.timeout : Number.POSITIVE_INFINITY;
  let last: AttemptFailure | undefined;
  let refused = 0;
  for (;;) {
    if (options.signal.aborted) throw cancelledDuring(`waiting for SSH on ${address}`);
    const within = deadline - Date.now();
    if (within <= 0) throw sshTimeout(address, (last ?? failure('timed-out')).text);
    const result = await attempt(within);
    if ('opened' in result) return result.opened;
    if (options.signal.aborted) continue;
    options.onAttempt?.(result.failure);
    // A try that the deadline cut short tells nothing; the one before it does.
    const cutShort = result.failure.reason === 'timed-out' || Date.now() >= deadline;
    if (last !== undefined && cutShort && within < CUT_SHORT) continue;
    last = result.failure;
    if (last.reason === 'settings') throw sshSettings(address, last.text);
    const refusal = last.reason === 'denied' || last.reason === 'host-key';
    if (refusal) refused += 1;
    if (options.handshakeAttempts > 0 && refused >= options.handshakeAttempts)
      throw last.reason === 'host-key'
        ? hostKeyRefused(address, last.text)
        : sshDenied(address, options.username, refused, last.text);
    await rest(options, refusal ? refused : 0, deadline);
  }
}

async function rest(options: SshOptions, refused: number, deadline: number): Promise<void> {
  const interval = options.retryInterval ?? RETRY_INTERVAL;
  const wanted =
    refused === 0 ? interval : Math.min(4 * interval * 1.5 ** (refused - 1), MOST_PATIENT * interval);
  const span = Math.max(0, Math.min(wanted, deadline - Date.now()));
  await pause(span, options.signal);
}
