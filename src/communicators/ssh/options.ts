/** What an SSH connection needs to know. Times are milliseconds. */
export interface SshOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password?: string;
  /** PEM or OpenSSH text without passphrase. */
  readonly privateKey?: string;
  /** Path of an agent's socket (`SSH_AUTH_SOCK`) whose keys are tried first. */
  readonly agent?: string;
  /** Path of an agent's socket that commands on the guest may use, where the guest allows it. */
  readonly forwardAgent?: string;
  /** How long to wait for a guest that accepts us; 0: without end. */
  readonly timeout: number;
  /** Refused logins after which to give up; 0: without end. */
  readonly handshakeAttempts: number;
  readonly ciphers?: readonly string[];
  readonly kex?: readonly string[];
  /** Interval between keep-alive requests; 0 or less: none. */
  readonly keepAlive: number;
  readonly pty: boolean;
  /** A connection that is silent for so long is given up; 0: never. */
  readonly readWriteTimeout: number;
  readonly fileTransferMethod: 'scp' | 'sftp';
  readonly signal: AbortSignal;
  /** Pause between two tries; default 500. */
  readonly retryInterval?: number;
  /** Told after each try that failed. */
  onAttempt?(failure: AttemptFailure): void;
}

export type FailureReason =
  | 'unresolved'
  | 'refused'
  | 'unreachable'
  | 'timed-out'
  | 'closed'
  | 'denied'
  | 'handshake'
  | 'host-key'
  | 'settings';

/** Why one try to connect failed, told apart so that the last one can be named. */
export interface AttemptFailure {
  readonly reason: FailureReason;
  readonly text: string;
}
