import { randomUUID } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TransferOptions } from '../communicator.ts';
import { sendFile, sendFolder } from './scripts.ts';
import { receiveBytes } from './transfer.ts';
import type { Wsman } from './wsman.ts';
import { unzipTo } from './zip.ts';

/** Fetches one file. */
export async function download(
  wsman: Wsman,
  source: string,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  await fetchTo(wsman, { source, script: sendFile(source) }, destination, options);
}

/**
 * Fetches a folder, or what a pattern matches, as one zip archive; it becomes `destination/<its name>`, as with scp.
 * Packer cannot do this over WinRM.
 */
export async function downloadDir(
  wsman: Wsman,
  source: string,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  const archive = join(tmpdir(), `ecs-imagebuild-${randomUUID()}.zip`);
  try {
    await fetchTo(wsman, { source, script: sendFolder(source) }, archive, options);
    await unzipTo(await readFile(archive), destination);
  } finally {
    await rm(archive, { force: true });
  }
}

async function fetchTo(
  wsman: Wsman,
  { source, script }: { readonly source: string; readonly script: string },
  destination: string,
  options: TransferOptions,
): Promise<void> {
  const file = await open(destination, 'w', 0o600);
  let written: Promise<unknown> = Promise.resolve();
  let count = 0;
  try {
    const transfer = { what: `download of ${source}`, script, signal: options.signal };
    await receiveBytes(wsman, transfer, (bytes, total) => {
      count += bytes.length;
      options.onProgress?.(count, total);
      written = written.then(() => file.writeFile(bytes));
    });
    await written;
  } finally {
    await written.catch(() => undefined);
    await file.close();
  }
}
