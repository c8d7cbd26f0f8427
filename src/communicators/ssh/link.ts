import type { Readable, Writable } from 'node:stream';
import type { ExecResult } from '../communicator.ts';

/** A command that runs on the guest. Both outputs must be read, or it stalls. */
export interface RemoteProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when it has ended and all it wrote has been read; never rejects. */
  readonly ended: Promise<ExecResult>;
  /** Ends it on the guest and lets go of it; never rejects. */
  kill(): Promise<void>;
  /** Lets go of it; what runs may go on. */
  close(): void;
}

/** A way to run commands on a guest, whatever carries it; everything but SFTP is made of this alone. */
export interface Link {
  readonly address: string;
  /** Starts a command, connecting again where that is needed. */
  run(
    command: string,
    options: { readonly pty: boolean; readonly signal: AbortSignal },
  ): Promise<RemoteProcess>;
  close(): Promise<void>;
}
