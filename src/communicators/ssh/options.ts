import type { HostKeys } from './host-keys.ts';

/** How to log in to one server. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password?: string;
  /** PEM or OpenSSH text without passphrase. */
  readonly privateKey?: string;
  /** Text of an OpenSSH certificate that goes with the key; the `openssh` transport alone can show it. */
  readonly certificate?: string;
  /** Path of an agent's socket (`SSH_AUTH_SOCK`) whose keys are tried first. */
  readonly agent?: string;
  /** Answers what the server asks at the keyboard, where a person can be asked. */
  answer?(prompt: Prompt): Promise<string>;
}

/** A question that a server asks; `echo` tells whether the answer may be seen. */
export interface Prompt {
  readonly text: string;
  readonly echo: boolean;
}

/** A proxy that TCP connections are made through. */
export interface ProxyServer {
  readonly type: 'socks5' | 'http';
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/** A port that leads elsewhere: of this machine into the guest's network, or of the guest into this machine's. */
export interface Tunnel {
  readonly port: number;
  readonly host: string;
  readonly targetPort: number;
}

/** What an SSH connection needs to know. Times are milliseconds. */
export interface SshOptions extends Login {
  /** `builtin` is the SSH library; `openssh` drives the programs of this machine. */
  readonly transport?: 'builtin' | 'openssh';
  /** Path of an agent's socket that commands on the guest may use, where the guest allows it. */
  readonly forwardAgent?: string;
  /** How long to wait for a guest that accepts us; 0: without end. */
  readonly timeout: number;
  /** Refused logins after which to give up; 0: without end. */
  readonly handshakeAttempts: number;
  readonly ciphers?: readonly string[];
  readonly kex?: readonly string[];
  readonly hostKeyAlgorithms?: readonly string[];
  /** Interval between keep-alive requests in milliseconds; 0 or less: none. */
  readonly keepAlive: number;
  /** How long a peer may leave these unanswered, in milliseconds, but three of them at least; a minute unless stated. */
  readonly keepAliveLimit?: number;
  readonly pty: boolean;
  /** A connection that is silent for so long is given up; 0: never. */
  readonly readWriteTimeout: number;
  readonly fileTransferMethod: 'scp' | 'sftp';
  readonly signal: AbortSignal;
  /** A jump host to go through; excludes `proxy`. */
  readonly bastion?: Login;
  readonly proxy?: ProxyServer;
  readonly localTunnels?: readonly Tunnel[];
  readonly remoteTunnels?: readonly Tunnel[];
  /** Which host keys are believed; default: the first that each server shows, for as long as this connection lives. */
  readonly hostKeys?: HostKeys;
  /** Whose host key it is, when the address does not say: an address may pass from one machine to the next. */
  readonly hostKeyName?: string;
  /** Pause between two tries; default 250. */
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
  | 'bastion'
  | 'proxy'
  | 'settings';

/** Why one try to connect failed, told apart so that the last one can be named. */
export interface AttemptFailure {
  readonly reason: FailureReason;
  readonly text: string;
}
