import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { TarPackController } from 'modern-tar';
import { transferFailed } from '../../../errors/word/communicator.ts';
import { localReason } from '../source.ts';
import type { Tree, TreeFile } from '../tree.ts';
import { below } from './script.ts';

/** Files up to this size are read whole, several ahead of their turn. */
const SMALL = 64 * 1024;
const AHEAD = 64;
const CHUNK = 256 * 1024;

interface Entry extends TreeFile {
  readonly target: string;
}

export interface ArchiveOptions {
  /** Of the guest: modes are cut by it here, whoever unpacks. */
  readonly umask: number;
  /** Whether folders stand in the archive too. */
  readonly folders: boolean;
}

/** The archive of a tree as a stream in flat memory. */
export async function archiveOf(tree: Tree, options: ArchiveOptions): Promise<Readable> {
  const { createTarPacker } = await import('modern-tar');
  const { readable, controller } = createTarPacker();
  fill(controller, tree, options).then(
    () => controller.finalize(),
    (error: unknown) => controller.error(error instanceof Error ? error : new Error(String(error))),
  );
  // The types of Node know two kinds of the same stream.
  return Readable.fromWeb(readable as Parameters<typeof Readable.fromWeb>[0]);
}

async function fill(
  archive: TarPackController,
  tree: Tree,
  { umask, folders }: ArchiveOptions,
): Promise<void> {
  const mtime = new Date();
  if (folders)
    for (const { path, mode } of below(tree))
      await archive.add({ name: `${path}/`, type: 'directory', size: 0, mode: mode & ~umask, mtime }).close();
  const entries = entriesOf(tree);
  const early = new Map<Entry, Promise<Buffer>>();
  for (const [index, entry] of entries.entries()) {
    if (index % AHEAD === 0) readAhead(entries.slice(index, index + 2 * AHEAD), early);
    const { target: name, size, mode } = entry;
    const writer = archive.add({ name, size, mode: mode & ~umask, mtime }).getWriter();
    const bytes = early.get(entry);
    early.delete(entry);
    if (bytes !== undefined) await writer.write(exactly(entry, await bytes));
    else await pour(entry, (chunk) => writer.write(chunk));
    await writer.close();
  }
}

function readAhead(entries: readonly Entry[], early: Map<Entry, Promise<Buffer>>): void {
  for (const entry of entries) {
    if (entry.size > SMALL || early.has(entry)) continue;
    const reading = readFile(entry.path).catch((error: unknown) => {
      throw transferFailed(localReason(entry.path, error), error);
    });
    reading.catch(() => undefined);
    early.set(entry, reading);
  }
}

/** A file that grows while it is sent is cut where it ended when it was looked at, as scp does. */
function exactly({ size, path }: Entry, bytes: Buffer): Buffer {
  if (bytes.length < size) throw transferFailed(`${path} became shorter while it was sent`);
  return bytes.subarray(0, size);
}

async function pour({ path, size }: Entry, write: (chunk: Buffer) => Promise<void>): Promise<void> {
  let left = size;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    const part = (chunk as Buffer).subarray(0, left);
    left -= part.length;
    if (part.length > 0) await write(part);
    if (left === 0) return;
  }
  throw transferFailed(`${path} became shorter while it was sent`);
}

function entriesOf(tree: Tree, at = ''): readonly Entry[] {
  const files = tree.files.map((file) => ({ ...file, target: posix.join(at, file.name) }));
  return [...files, ...tree.folders.flatMap((folder) => entriesOf(folder, posix.join(at, folder.name)))];
}
