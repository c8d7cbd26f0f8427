import { type FailureReason, WinrmFailure } from './options.ts';

const WORDS: Readonly<Record<FailureReason, string>> = {
  unresolved: 'the host name is not known',
  refused: 'connection refused (WinRM does not listen there yet)',
  unreachable: 'no way to the host',
  'timed-out': 'no answer (a firewall or security group may drop the packets)',
  closed: 'the connection was closed (still booting?)',
  certificate: 'the certificate of the guest is not trusted; winrm_insecure accepts any',
  'not-tls': 'what answers there does not speak TLS; is winrm_use_ssl meant for this port?',
  denied: 'the guest refused the user or the password',
  'not-winrm': 'what answers there is not WinRM',
  fault: 'WinRM refused the request',
  'not-ready': 'WinRM answers, but PowerShell does not yet',
};

const BY_CODE: Readonly<Record<string, FailureReason>> = {
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timed-out',
  UND_ERR_CONNECT_TIMEOUT: 'timed-out',
  UND_ERR_HEADERS_TIMEOUT: 'timed-out',
  UND_ERR_BODY_TIMEOUT: 'timed-out',
};

export function failure(reason: FailureReason, detail = '', fault = ''): WinrmFailure {
  return new WinrmFailure(reason, detail === '' ? WORDS[reason] : `${WORDS[reason]}: ${detail}`, fault);
}

/** What an HTTP exchange that never got an answer died of. */
export function failureOf(error: unknown): WinrmFailure {
  if (error instanceof WinrmFailure) return error;
  if (!(error instanceof Error)) return failure('closed', String(error));
  const code = codeOf(error);
  if (isCertificate(code)) return failure('certificate', error.message);
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return failure('not-tls');
  return failure(BY_CODE[code] ?? 'closed', error.message);
}

function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}

function isCertificate(code: string): boolean {
  return /CERT|_SIGNED_|ISSUER|LEAF_SIGNATURE/.test(code) && code !== 'ERR_TLS_CERT_ALTNAME_FORMAT';
}
