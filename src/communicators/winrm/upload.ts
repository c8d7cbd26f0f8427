import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TransferOptions, UploadSource } from '../communicator.ts';
import { kindOfEntry } from '../folder-entry.ts';
import { nameOfFolder } from '../names.ts';
import { localReason, sendable } from '../ssh/source.ts';
import { transferFailed } from '../words.ts';
import { receiveFile, receiveFolder } from './scripts.ts';
import { sendBytes } from './transfer.ts';
import type { Wsman } from './wsman.ts';
import { type ZipItem, zipOf } from './zip.ts';

/** Sends one file. A destination that ends with a slash or backslash is a folder, which the file keeps its name in. */
export async function upload(
  wsman: Wsman,
  source: UploadSource,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  const { size, open } = await sendable(source, options.signal);
  const name = 'file' in source ? basename(source.file) : '';
  const path = /[\\/]$/.test(destination) ? destination + name : destination;
  const transfer = { what: `upload to ${path}`, script: receiveFile(path), signal: options.signal };
  await sendBytes(wsman, transfer, {
    bytes: open(),
    onBytes: (count) => options.onProgress?.(count, size),
  });
}

/** Sends a folder as one zip archive, which the guest unpacks. */
export async function uploadDir(
  wsman: Wsman,
  source: string,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  const folder = destination.replace(/[\\/]+$/, '');
  const path = source.endsWith('/') ? folder : `${folder}\\${nameOfFolder(source)}`;
  const items = await itemsBelow(source);
  const total = items.reduce((sum, { size }) => sum + size, 0);
  let read = 0;
  const transfer = { what: `upload to ${path}`, script: receiveFolder(path), signal: options.signal };
  await sendBytes(wsman, transfer, {
    bytes: zipOf(items, (count) => {
      read += count;
    }),
    onBytes: () => options.onProgress?.(read, total),
  });
}

/** Everything below a folder; links are followed, as scp does. */
async function itemsBelow(folder: string, prefix = ''): Promise<readonly ZipItem[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw transferFailed(localReason(folder, error), error);
  });
  const found = await Promise.all(
    names.sort().map(async (name): Promise<readonly ZipItem[]> => {
      const file = join(folder, name);
      const facts = await stat(file).catch((error: unknown) => {
        throw transferFailed(localReason(file, error), error);
      });
      if (kindOfEntry(file, facts) === 'file') return [{ name: prefix + name, file, size: facts.size }];
      const inside = `${prefix}${name}/`;
      return [{ name: inside, file: undefined, size: 0 }, ...(await itemsBelow(file, inside))];
    }),
  );
  return found.flat();
}
