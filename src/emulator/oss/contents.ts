import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Crc64 } from '../../wire/crc64.ts';
import { bytesAt, type FoundDisk, formatOf, SECTOR } from '../../wire/disk-format.ts';
import type { Piece } from './oss-state.ts';

/** The bytes of all objects, in files: an object may be larger than the memory. */
export interface Contents {
  /** Takes bytes as they come; zeros in long runs take no place on the disk. */
  take(bytes: AsyncIterable<Uint8Array>): Promise<Piece>;
  /** From `begin` up to but not with `end`. */
  read(pieces: readonly Piece[], begin: number, end: number): Readable;
  drop(pieces: readonly Piece[]): Promise<void>;
  /** What the bytes are as a disk. */
  disk(pieces: readonly Piece[]): FoundDisk;
  /** Removes a folder that nobody wants to keep. */
  close(): Promise<void>;
}

/** Contents in a folder that stays, or in one that goes with the emulator; neither is made before it is needed. */
export function openContents(kept: string | undefined): Contents {
  let made: Promise<string> | undefined;
  // Of a folder that stays there may be bytes of an earlier emulator.
  let root = kept;
  const folder = () => {
    made ??= (kept === undefined ? mkdtemp(join(tmpdir(), 'ecs-imagebuild-oss-')) : madeIn(kept)).then(
      (path) => {
        root = path;
        return path;
      },
    );
    return made;
  };
  return {
    take: async (bytes) => takeInto(await folder(), bytes),
    read: (pieces, begin, end) =>
      Readable.from(chunksOf(folder, pieces, { begin, end }), { objectMode: false }),
    drop: async (pieces) => {
      const root = await folder();
      await Promise.all(pieces.map(({ file }) => rm(join(root, file), { force: true })));
    },
    disk: (pieces) => {
      const [first, last] = [pieces[0], pieces.at(-1)];
      const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
      if (root === undefined || first === undefined || last === undefined) return { format: 'RAW', size };
      const end = Math.max(0, last.size - SECTOR);
      return formatOf(
        bytesAt(join(root, first.file), 0, SECTOR),
        bytesAt(join(root, last.file), end, SECTOR),
        size,
      );
    },
    close: async () => {
      if (made !== undefined && kept === undefined) await rm(await made, { recursive: true, force: true });
    },
  };
}

async function madeIn(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}

async function takeInto(root: string, bytes: AsyncIterable<Uint8Array>): Promise<Piece> {
  const file = randomUUID();
  const handle = await open(join(root, file), 'wx', 0o600);
  const [md5, crc] = [createHash('md5'), new Crc64()];
  let size = 0;
  try {
    for await (const chunk of bytes) {
      md5.update(chunk);
      crc.update(chunk);
      if (!isZero(chunk)) await handle.write(chunk, 0, chunk.length, size);
      size += chunk.length;
    }
    await handle.truncate(size);
  } catch (error) {
    await handle.close();
    await rm(join(root, file), { force: true });
    throw error;
  }
  await handle.close();
  return { file, size, md5: md5.digest('hex').toUpperCase(), crc: crc.text };
}

const ZEROS = Buffer.alloc(256 * 1024);

function isZero(chunk: Uint8Array): boolean {
  return chunk.length <= ZEROS.length && Buffer.compare(chunk, ZEROS.subarray(0, chunk.length)) === 0;
}

async function* chunksOf(
  folder: () => Promise<string>,
  pieces: readonly Piece[],
  { begin, end }: { readonly begin: number; readonly end: number },
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const { file, size } of pieces) {
    const [from, to] = [Math.max(begin - at, 0), Math.min(end - at, size)];
    if (from < to) yield* createReadStream(join(await folder(), file), { start: from, end: to - 1 });
    at += size;
  }
}
