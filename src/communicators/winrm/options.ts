/** What a WinRM connection needs to know. Times are milliseconds. */
export interface WinrmOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly https: boolean;
  /** Accept any certificate. */
  readonly insecure: boolean;
  /** NTLMv2 instead of Basic; over plain HTTP it encrypts the messages too. */
  readonly ntlm: boolean;
  /** HTTP proxy to go through; unset: none. */
  readonly proxy?: string | undefined;
  /** How long to wait for a guest that accepts us; 0: without end. */
  readonly timeout: number;
  /** How long the guest may hold one request before it answers "nothing yet"; default one minute. */
  readonly operationTimeout?: number;
  readonly signal: AbortSignal;
  /** Pause between two tries; default 500. */
  readonly retryInterval?: number;
  /** Told after each try that failed. */
  onAttempt?(failure: WinrmFailure): void;
}

export type FailureReason =
  | 'unresolved'
  | 'refused'
  | 'unreachable'
  | 'timed-out'
  | 'closed'
  | 'certificate'
  | 'not-tls'
  | 'denied'
  | 'not-winrm'
  | 'fault'
  | 'not-ready';

/** Why one exchange failed, told apart so that the last one can be named. */
export class WinrmFailure extends Error {
  readonly reason: FailureReason;
  /** The code of a fault of WS-Management. */
  readonly fault: string;

  constructor(reason: FailureReason, message: string, fault = '') {
    super(message);
    this.reason = reason;
    this.fault = fault;
  }
}

/** `http://HOST:PORT` or `https://`, as a URL has it. */
export function originOf({ https, host, port }: Pick<WinrmOptions, 'https' | 'host' | 'port'>): string {
  return `${https ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
