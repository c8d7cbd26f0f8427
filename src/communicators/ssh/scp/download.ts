import { mkdir, open } from 'node:fs/promises';
import { readRecord, type ScpRecord } from '../../../wire/scp/record.ts';
import type { TransferOptions } from '../../communicator.ts';
import { placeBelow } from '../../names.ts';
import { transferFailed } from '../../words.ts';
import type { Link } from '../link.ts';
import { remoteSource } from '../quote.ts';
import { type ScpPeer, withScp } from './peer.ts';

/** Fetches one file with `scp -vf SOURCE` into the local file `destination`. */
export async function scpDownload(
  link: Link,
  source: string,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  await withScp(link, `scp -vf ${remoteSource(source)}`, options, async (peer) => {
    await peer.write('\0');
    const line = await peer.line();
    const header = line === undefined ? undefined : announced(line);
    if (header?.kind !== 'C') throw transferFailed(`${source}: the guest did not offer a file`);
    await receiveFile(peer, header.size, destination, options);
  });
}

/** Fetches a folder with `scp -vrf SOURCE`; it becomes `destination/<its name>`, with a trailing slash on the source too. */
export async function scpDownloadDir(
  link: Link,
  source: string,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  await withScp(link, `scp -vrf ${remoteSource(source)}`, options, async (peer) => {
    await mkdir(destination, { recursive: true });
    await peer.write('\0');
    await receiveEntries(peer, destination, options);
  });
}

async function receiveEntries(peer: ScpPeer, folder: string, options: TransferOptions): Promise<void> {
  for (let line = await peer.line(); line !== undefined; line = await peer.line()) {
    const header = announced(line);
    if (header.kind === 'E') return peer.write('\0');
    if (header.kind === 'T') {
      // Packer does not keep times.
      await peer.write('\0');
    } else if (header.kind === 'D') {
      const path = placeBelow(folder, header.name);
      await mkdir(path, { recursive: true });
      await peer.write('\0');
      await receiveEntries(peer, path, options);
    } else {
      await receiveFile(peer, header.size, placeBelow(folder, header.name), options);
    }
  }
}

async function receiveFile(
  peer: ScpPeer,
  size: number,
  path: string,
  options: TransferOptions,
): Promise<void> {
  const file = await open(path, 'w', 0o644);
  try {
    await peer.write('\0');
    let left = size;
    while (left > 0) {
      const bytes = await peer.bytes(left);
      await file.writeFile(bytes);
      left -= bytes.length;
      options.onProgress?.(size - left, size);
    }
  } finally {
    await file.close();
  }
  await peer.ack();
  await peer.write('\0');
}

/** A guest must not write outside the folder it was asked for: such names are no records. */
function announced(line: string): ScpRecord {
  const found = readRecord(line);
  if (found === undefined)
    throw transferFailed(`Unexpected answer of scp on the guest: ${JSON.stringify(line.slice(0, 200))}`);
  return found;
}
