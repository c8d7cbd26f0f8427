import { failure } from '../failure.ts';
import type { AttemptFailure, FailureReason } from '../options.ts';

/** What OpenSSH's programs say, in the order in which it is looked for. */
const SAYINGS: readonly (readonly [RegExp, FailureReason])[] = [
  [/Could not resolve hostname/i, 'unresolved'],
  [/Permission denied|Too many authentication failures/i, 'denied'],
  [/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/i, 'host-key'],
  [/forwarding failed|cannot listen to port|bind .*Address already in use/i, 'settings'],
  [/Bad (configuration|SSH2|SSH|.* spec)|Bad key types|command-line line|terminating, \d+ bad/i, 'settings'],
  [/Connection refused|connect failed/i, 'refused'],
  [/timed out/i, 'timed-out'],
  [/No route to host|Network is unreachable/i, 'unreachable'],
  [/no matching|Unable to negotiate/i, 'handshake'],
  [/Connection (closed|reset)|kex_exchange_identification|Broken pipe/i, 'closed'],
];

/** Why a program gave up, by its last words. */
export function failureOfOutput(output: string): AttemptFailure {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '');
  for (const [pattern, reason] of SAYINGS) {
    const line = lines.find((each) => pattern.test(each));
    if (line !== undefined) return failure(reason, line.trim());
  }
  return failure('closed', lines.at(-1)?.trim() ?? '');
}
