import type { AttemptFailure, FailureReason } from './options.ts';

const WORDS: Readonly<Record<FailureReason, string>> = {
  unresolved: 'the host name is not known',
  refused: 'connection refused (no SSH server listens there yet)',
  unreachable: 'no way to the host',
  'timed-out': 'no answer (a firewall or security group may drop the packets)',
  closed: 'the server closed the connection during the handshake (still booting?)',
  denied: 'the server refused the username, key or password',
  handshake: 'the handshake failed',
  'host-key': 'the host key is not to be trusted',
  bastion: 'the jump host cannot be used',
  proxy: 'the proxy does not lead there',
  settings: 'the SSH settings cannot be used',
};

const BY_CODE: Readonly<Record<string, FailureReason>> = {
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timed-out',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
};

/** Tells failures of a try apart by the error's code and by the level that the SSH library gives it. */
export function failureOf(error: unknown): AttemptFailure {
  const { code, level, message } = facts(error);
  return failure(BY_CODE[code] ?? byLevel(level, message), message);
}

export function failure(reason: FailureReason, detail = ''): AttemptFailure {
  return { reason, text: detail === '' ? WORDS[reason] : `${WORDS[reason]}: ${detail}` };
}

function byLevel(level: string, message: string): FailureReason {
  if (level === 'client-authentication' || /authentication failures/i.test(message)) return 'denied';
  if (level === 'client-timeout') return 'timed-out';
  if (/connection lost|ended by|closed/i.test(message)) return 'closed';
  return 'handshake';
}

function facts(error: unknown): { readonly code: string; readonly level: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', level: '', message: String(error) };
  const { code, level } = error as Error & { code?: unknown; level?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    level: typeof level === 'string' ? level : '',
    message: error.message,
  };
}
