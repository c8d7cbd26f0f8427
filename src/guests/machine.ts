import type { Readable, Writable } from 'node:stream';
import type { Account } from './accounts.ts';
import type { GuestFiles } from './files.ts';

/** What the SSH server needs of a computer: its files and a way to run commands. */
export interface Machine {
  /** Files as root sees them. */
  readonly files: GuestFiles;
  /** Files with the rights of one user. */
  filesOf(account: Account): GuestFiles;
  run(request: RunRequest): Running;
}

export interface Terminal {
  readonly name: string;
  columns: number;
  rows: number;
}

export interface RunRequest {
  readonly account: Account;
  /** Undefined: the user's login shell. */
  readonly command: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly terminal: Terminal | undefined;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** How a command ended: with a status, or killed by a signal (`KILL`, without SIG, as SSH names it). */
export type Ending = { readonly code: number } | { readonly signal: string };

export interface Running {
  /** Never rejects: what goes wrong is an ending too. */
  readonly ended: Promise<Ending>;
  /** `signal` without SIG. After the end it does nothing. */
  kill(signal: string): void;
  resize(columns: number, rows: number): void;
}
