import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { reason } from '../../wire/reason.ts';
import type { UploadSource } from '../communicator.ts';
import { transferFailed } from '../words.ts';
import { readWhole } from './whole.ts';

/** Something to send whose size is known before its first byte, as the scp protocol wants it. */
export interface Sendable {
  /** Set for a regular file that is sent as it is. */
  readonly path?: string;
  readonly size: number;
  readonly mode: number;
  open(): Readable;
}

const CHUNK = 256 * 1024;
const CR = 0x0d;
const LF = 0x0a;

/** Looks at the source: the size of a file whose line ends are changed is counted in a first pass. */
export async function sendable(source: UploadSource, signal?: AbortSignal): Promise<Sendable> {
  if ('stream' in source) return { size: source.size, mode: source.mode, open: () => source.stream };
  if ('content' in source) {
    const bytes = Buffer.from(source.content);
    return {
      size: bytes.length,
      mode: source.mode,
      open: () => Readable.from(bytes.length > 0 ? [bytes] : []),
    };
  }
  return sendableFile(source.file, source, signal);
}

/** A regular file of this machine, or what a link leads to. */
export async function sendableFile(
  file: string,
  how: { readonly crlfToLf?: boolean; readonly mode?: number } = {},
  signal?: AbortSignal,
): Promise<Sendable> {
  const facts = await stat(file).catch((error: unknown) => {
    throw transferFailed(localReason(file, error), error);
  });
  const mode = how.mode ?? facts.mode & 0o777;
  // Entries of /proc are files of no size that give something when they are read.
  const plain = facts.isFile() && facts.size > 0;
  const whole = plain ? undefined : await readWhole(file, facts, signal ?? new AbortController().signal);
  const raw = (): Readable =>
    whole === undefined
      ? createReadStream(file, { highWaterMark: CHUNK })
      : Readable.from(whole.length > 0 ? [whole] : []);
  if (!how.crlfToLf)
    return plain
      ? { path: file, size: facts.size, mode, open: raw }
      : { size: whole?.length ?? 0, mode, open: raw };
  return { size: await unixSize(raw()), mode, open: () => unixText(raw()) };
}

/** Text bytes with `\r\n` as `\n`; a lone `\r` stays. */
export function crlfToLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function unixText(raw: Readable): Readable {
  let held = false;
  const unix = new Transform({
    highWaterMark: CHUNK,
    transform(chunk: Buffer, _encoding, done) {
      const whole = held ? Buffer.concat([Buffer.of(CR), chunk]) : chunk;
      held = whole.at(-1) === CR;
      done(null, withoutCr(held ? whole.subarray(0, -1) : whole));
    },
    flush: (done) => done(null, held ? Buffer.of(CR) : null),
  });
  raw.once('error', (error) => unix.destroy(error));
  unix.once('close', () => raw.destroy());
  return raw.pipe(unix);
}

function withoutCr(bytes: Buffer): Buffer {
  if (!bytes.includes('\r\n')) return bytes;
  return bytes.filter((byte, index) => byte !== CR || bytes[index + 1] !== LF) as Buffer;
}

async function unixSize(raw: Readable): Promise<number> {
  let size = 0;
  for await (const chunk of unixText(raw)) size += (chunk as Buffer).length;
  return size;
}

/** The message of a failed file operation in Packer's form: `open NAME: no such file or directory`. */
export function localReason(file: string, error: unknown): string {
  const message = reason(error);
  return /^ENOENT/.test(message) ? `open ${file}: no such file or directory` : message;
}
