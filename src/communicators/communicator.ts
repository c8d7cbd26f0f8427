import type { Readable, Writable } from 'node:stream';

/** How a command on the guest ended. */
export interface ExecResult {
  /** The exit status (128 + n for signal n); `undefined` when the connection went away before one came (a reboot, for example). */
  readonly code: number | undefined;
  /** The name of the signal that ended the command, without or with `SIG` as the server sent it. */
  readonly signal?: string;
}

export interface ExecOptions {
  readonly signal: AbortSignal;
  /** Called with whole lines, without their line end, as they come; decoding never cuts a UTF-8 character. */
  onLine?(stream: 'stdout' | 'stderr', line: string): void;
  /** Asked after some lines: output waits for the promise of those who show it more slowly than it comes. */
  caughtUp?(): Promise<void> | undefined;
}

export interface TransferOptions {
  readonly signal: AbortSignal;
  onProgress?(bytes: number, total: number): void;
}

/** A person's terminal, for a shell on the guest. */
export interface ShellOptions {
  readonly signal: AbortSignal;
  readonly stdin: Readable;
  /** Takes the bytes of the guest as they come. */
  write(bytes: Uint8Array): void;
  readonly columns: number;
  readonly rows: number;
  /** Calls back when the terminal has another size; gives a way to stop that. */
  onResize(callback: (size: { readonly columns: number; readonly rows: number }) => void): () => void;
}

/** Somebody else's streams, which a command on the guest is joined to byte for byte; none of them is ended. */
export interface RelayOptions {
  readonly signal: AbortSignal;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** What to upload: a file of this machine (`mode` replaces its own), or bytes made here; `mode` is a Unix mode such as 0o644. */
export type UploadSource =
  | { readonly file: string; readonly crlfToLf?: boolean; readonly mode?: number }
  | { readonly content: string | Uint8Array; readonly mode: number }
  | { readonly stream: Readable; readonly size: number; readonly mode: number };

/**
 * A way to run commands on a guest and to move files. One open connection; small on purpose, so that another
 * transport is one file. Every method rejects with a BuildError (`connection-lost`, `transfer-failed`, `cancelled`).
 */
export interface Communicator {
  readonly kind: 'ssh' | 'winrm' | 'cloud-assistant' | 'none';
  /** Facts for `{{build}}`: Host, Port, User, Password, ConnType, SSHPublicKey, SSHPrivateKey. */
  readonly data: Readonly<Record<string, string>>;
  exec(command: string, options: ExecOptions): Promise<ExecResult>;
  /** Runs a command on streams of the caller's, with the pace of both sides; unset where the transport cannot. */
  relay?(command: string, options: RelayOptions): Promise<ExecResult>;
  /** `destination` is a file path on the guest. */
  upload(source: UploadSource, destination: string, options: TransferOptions): Promise<void>;
  /** Packer's rule: without a trailing slash on `source` the folder itself is copied, with one only its contents. */
  uploadDir(source: string, destination: string, options: TransferOptions): Promise<void>;
  download(source: string, destination: string, options: TransferOptions): Promise<void>;
  downloadDir(source: string, destination: string, options: TransferOptions): Promise<void>;
  /** A shell with a terminal, until it ends; unset where the transport has none. */
  shell?(options: ShellOptions): Promise<ExecResult>;
  close(): Promise<void>;
}
