import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { pause } from '../../wire/pause.ts';
import { cancelledDuring, transferFailed } from '../words.ts';

/** More than this is not held in memory: such a source has to be a file. */
const largest = 256 * 1024 * 1024;

/**
 * All that a source gives that tells no size: a pipe (`/dev/stdin`, `/dev/fd/N`), a device, an entry of /proc. It can be read
 * once only, so it is read before anything is sent.
 */
export async function readWhole(file: string, facts: Stats, signal: AbortSignal): Promise<Buffer> {
  if (facts.isDirectory()) throw transferFailed(`read ${file}: is a directory`);
  if (facts.isSocket() || facts.isBlockDevice())
    throw transferFailed(
      `${file} is no regular file and cannot be sent; copy what it gives into a file first`,
    );
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of facts.isFIFO() ? pipeOf(file, signal) : await streamOf(file, facts)) {
    const bytes: Buffer = chunk;
    chunks.push(bytes);
    length += bytes.length;
    if (length > largest)
      throw transferFailed(
        `${file} is no regular file and gives more than 256 MiB; copy it into a file first`,
      );
  }
  if (length === 0 && facts.isFIFO())
    throw transferFailed(`${file} is a pipe into which nobody writes; it gave nothing to send`);
  return Buffer.concat(chunks);
}

/** Asked again and again: a thread that waits for a pipe in vain could never be stopped. */
async function* pipeOf(file: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    for (;;) {
      if (signal.aborted) throw cancelledDuring('a file transfer');
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536)).catch(emptyFor);
      if (bytesRead === 0) return;
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
      else await pause(BETWEEN, signal);
    }
  } finally {
    await handle.close();
  }
}

const BETWEEN = 10;

/** Somebody holds the other end and has not written yet. */
function emptyFor(error: NodeJS.ErrnoException): { readonly bytesRead: number; readonly buffer: Buffer } {
  if (error.code !== 'EAGAIN') throw error;
  return { bytesRead: -1, buffer: Buffer.alloc(0) };
}

async function streamOf(file: string, facts: Stats): Promise<Readable> {
  const handle = await open(file, 'r');
  if (facts.isCharacterDevice() && isatty(handle.fd)) {
    await handle.close();
    throw transferFailed(`${file} is a terminal; give the name of a file`);
  }
  return handle.createReadStream();
}
