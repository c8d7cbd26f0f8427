import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { transferFailed } from '../../words.ts';
import { localReason } from '../source.ts';
import type { Tree, TreeFile } from '../tree.ts';
import { BLOCK, padding, tarHeader } from './header.ts';
import { below } from './script.ts';

/** Files up to this size are read at one go: opening one takes longer than reading it. */
const SMALL = 64 * 1024;
/** What is sent at once; small files together. */
const CHUNK = 256 * 1024;

interface Entry extends TreeFile {
  readonly target: string;
}

interface ArchiveOptions {
  /** Of the guest: modes are cut by it here, whoever unpacks. */
  readonly umask: number;
  /** Whether folders stand in the archive too. */
  readonly folders: boolean;
}

/** The archive of a tree as a stream in flat memory. */
export function archiveOf(tree: Tree, options: ArchiveOptions): Readable {
  return Readable.from(chunksOf(tree, options), { highWaterMark: 4 });
}

async function* chunksOf(tree: Tree, { umask, folders }: ArchiveOptions): AsyncGenerator<Buffer> {
  const time = Math.floor(Date.now() / 1000);
  const gathered = new Gathered();
  if (folders)
    for (const { path, mode } of below(tree))
      gathered.add(tarHeader({ name: `${path}/`, size: 0, mode: mode & ~umask, time }));
  for (const entry of entriesOf(tree)) {
    const { target: name, size, mode } = entry;
    gathered.add(tarHeader({ name, size, mode: mode & ~umask, time }));
    if (size > SMALL) {
      yield gathered.take();
      yield* contents(entry);
    } else if (size > 0) gathered.add(small(entry));
    gathered.add(padding(size));
    if (gathered.length < CHUNK) continue;
    yield gathered.take();
    // Others have their turn: what was read so far was read without waiting.
    await new Promise((resolve) => setImmediate(resolve));
  }
  gathered.add(Buffer.alloc(2 * BLOCK));
  yield gathered.take();
}

/** Pieces put together, so that small files do not become small packets. */
class Gathered {
  #pieces: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  take(): Buffer {
    const whole = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#length = 0;
    return whole;
  }
}

/** A file that grows while it is sent is cut where it ended when it was looked at, as scp does. */
function small({ path, size }: Entry): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let read = 0;
  try {
    const file = openSync(path, 'r');
    read = readSync(file, bytes, 0, size, 0);
    closeSync(file);
  } catch (error) {
    throw transferFailed(localReason(path, error), error);
  }
  if (read < size) throw shorter(path);
  return bytes;
}

async function* contents({ path, size }: Entry): AsyncGenerator<Buffer> {
  let left = size;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    const part = (chunk as Buffer).subarray(0, left);
    left -= part.length;
    if (part.length > 0) yield part;
    if (left === 0) return;
  }
  throw shorter(path);
}

function shorter(path: string): Error {
  return transferFailed(`${path} became shorter while it was sent`);
}

function entriesOf(tree: Tree, at = ''): readonly Entry[] {
  const files = tree.files.map((file) => ({ ...file, target: posix.join(at, file.name) }));
  return [...files, ...tree.folders.flatMap((folder) => entriesOf(folder, posix.join(at, folder.name)))];
}
