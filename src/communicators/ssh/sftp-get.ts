import { type FileHandle, open } from 'node:fs/promises';
import type { SFTPWrapper } from 'ssh2';
import type { TransferOptions } from '../communicator.ts';

/** What an OpenSSH server gives in one answer. */
const CHUNK = 261_120;
const UNDER_WAY = 16;

/**
 * Fetches a file, many reads at once, until the guest says that it ends there. The size that it announces is for showing
 * progress alone: files that are made as they are read tell none, and others change.
 */
export async function getFile(
  sftp: SFTPWrapper,
  source: string,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  const handle = await called<Buffer>((done) => sftp.open(source, 'r', done));
  try {
    const { size } = await called<{ readonly size: number }>((done) => sftp.fstat(handle, done));
    const file = await open(destination, 'w', 0o666);
    try {
      await copy({ sftp, handle, file, size }, options);
    } finally {
      await file.close();
    }
  } finally {
    sftp.close(handle, () => undefined);
  }
}

interface Copying {
  readonly sftp: SFTPWrapper;
  readonly handle: Buffer;
  readonly file: FileHandle;
  readonly size: number;
}

async function copy({ sftp, handle, file, size }: Copying, options: TransferOptions): Promise<void> {
  let next = 0;
  let moved = 0;
  let end = Number.POSITIVE_INFINITY;
  const one = async (): Promise<void> => {
    while (next < end && !options.signal.aborted) {
      const from = next;
      next += CHUNK;
      // A guest may give less than it was asked for; only nothing is the end.
      for (let at = from; at < from + CHUNK; ) {
        const bytes = await read(sftp, handle, { at, length: from + CHUNK - at });
        if (bytes.length === 0) {
          end = Math.min(end, at);
          break;
        }
        await file.write(bytes, 0, bytes.length, at);
        at += bytes.length;
        moved += bytes.length;
        options.onProgress?.(Math.min(moved, Math.max(size, moved)), Math.max(size, moved));
      }
    }
  };
  // Of a small file only the first part is asked for, and whether that was all.
  const workers = Math.min(UNDER_WAY, Math.max(1, Math.ceil(size / CHUNK)));
  await Promise.all(Array.from({ length: workers }, one));
  // What others read behind an end that moved while they read is no part of the file.
  if (Number.isFinite(end)) await file.truncate(end);
}

const END_OF_FILE = 1;

function read(
  sftp: SFTPWrapper,
  handle: Buffer,
  { at, length }: { readonly at: number; readonly length: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sftp.read(handle, Buffer.allocUnsafe(length), 0, length, at, (error, count, bytes) => {
      if (!error) resolve(bytes.subarray(0, count));
      else if ((error as Error & { code?: unknown }).code === END_OF_FILE) resolve(Buffer.alloc(0));
      else reject(error);
    });
  });
}

function called<T>(start: (done: (error: Error | null | undefined, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });
}
