import { pause } from '../../wire/pause.ts';
import type { Communicator } from '../communicator.ts';
import { cancelledDuring, winrmTimeout } from '../words.ts';
import { winrmCommunicator } from './communicator.ts';
import { failure, failureOf } from './failure.ts';
import { WinrmFailure, type WinrmOptions } from './options.ts';
import { encodedCommand } from './powershell.ts';
import { startCommand } from './remote-shell.ts';
import { readiness, readinessMark } from './scripts.ts';
import { Wsman } from './wsman.ts';

const RETRY_INTERVAL = 500;
/** One try that gets no further is given up; a guest that only just started may take that long for its first shell. */
const LONGEST_TRY = 60_000;
/** A refused login is tried again more and more patiently, lest the account be locked; user data may still set it up. */
const MOST_PATIENT = 16;

/**
 * Waits until the guest runs a command for us. Tries start at once and follow each other quickly; Packer pauses five
 * seconds between two. Rejects with `connect-timeout`, which tells what the last try met, or `cancelled`.
 */
export async function connectWinrm(options: WinrmOptions): Promise<Communicator> {
  const address = `${options.host}:${options.port}`;
  const deadline = options.timeout > 0 ? Date.now() + options.timeout : Number.POSITIVE_INFINITY;
  let last = failure('timed-out');
  let denied = 0;
  for (;;) {
    if (options.signal.aborted) throw cancelledDuring(`waiting for WinRM on ${address}`);
    const within = deadline - Date.now();
    if (within <= 0) throw winrmTimeout(address, last.message);
    const result = await attempt(options, Math.min(within, LONGEST_TRY));
    if (!(result instanceof WinrmFailure)) return result;
    if (options.signal.aborted) continue;
    // A last try that only ran out of time says less than the one before it.
    const cutShort = result.reason === 'timed-out' && within < LONGEST_TRY && last.reason !== 'timed-out';
    if (cutShort) continue;
    last = result;
    options.onAttempt?.(result);
    denied = result.reason === 'denied' ? denied + 1 : 0;
    await rest(options, denied, deadline);
  }
}

/** One try: log in, open a shell, hear PowerShell answer. */
async function attempt(options: WinrmOptions, within: number): Promise<Communicator | WinrmFailure> {
  const wsman = new Wsman(options);
  const limit = AbortSignal.timeout(Math.max(1, Math.ceil(within)));
  try {
    const heard = await hear(wsman, AbortSignal.any([options.signal, limit]));
    if (heard.includes(readinessMark)) return winrmCommunicator(wsman, options);
    await wsman.close();
    return failure('not-ready');
  } catch (error) {
    await wsman.close();
    return limit.aborted ? failure('timed-out') : failureOf(error);
  }
}

async function hear(wsman: Wsman, signal: AbortSignal): Promise<string> {
  const command = await startCommand(wsman, encodedCommand(readiness), { signal, input: false });
  let heard = '';
  try {
    for (;;) {
      const { output, code } = await command.receive(signal);
      heard += output
        .map(({ stream, bytes }) => (stream === 'stdout' ? bytes.toString('utf8') : ''))
        .join('');
      if (code !== undefined) return heard;
    }
  } finally {
    await command.remove(AbortSignal.timeout(5000)).catch(() => undefined);
  }
}

async function rest(options: WinrmOptions, denied: number, deadline: number): Promise<void> {
  const interval = options.retryInterval ?? RETRY_INTERVAL;
  const wanted = denied === 0 ? interval : Math.min(interval * 1.5 ** (denied - 1), MOST_PATIENT * interval);
  const span = Math.max(0, Math.min(wanted, deadline - Date.now()));
  await pause(span, options.signal);
}
