import { posix } from 'node:path';
import { record } from '../../../wire/scp/record.ts';
import type { TransferOptions, UploadSource } from '../../communicator.ts';
import { transferFailed } from '../../words.ts';
import type { Link } from '../link.ts';
import { remotePath } from '../quote.ts';
import { type Sendable, sendable, sendableFile } from '../source.ts';
import { readTree, type Tree } from '../tree.ts';
import { type ScpPeer, withScp } from './peer.ts';

/** Sends one file with `scp -vt FOLDER`, the folder being that of `destination`. */
export async function scpUpload(
  link: Link,
  source: UploadSource,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  const file = await sendable(source, options.signal);
  const command = `scp -vt ${remotePath(posix.dirname(destination))}`;
  await withScp(link, command, options, async (peer) => {
    await peer.ack();
    await sendFile(peer, file, posix.basename(destination), (sent) => options.onProgress?.(sent, file.size));
  });
}

/** Sends a folder with `scp -rvt DESTINATION`; links to folders are followed. */
export async function scpUploadDir(
  link: Link,
  source: string,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  const tree = await readTree(source);
  let done = 0;
  const progress = (sent: number): void => options.onProgress?.(done + sent, tree.bytes);
  const send = async (peer: ScpPeer, node: Tree): Promise<void> => {
    for (const file of node.files) {
      await sendFile(peer, await sendableFile(file.path), file.name, progress);
      done += file.size;
    }
    for (const folder of node.folders) await inFolder(peer, folder, () => send(peer, folder));
  };
  await withScp(link, `scp -rvt ${remotePath(destination)}`, options, async (peer) => {
    await peer.ack();
    if (source.endsWith('/')) await send(peer, tree);
    else await inFolder(peer, tree, () => send(peer, tree));
  });
}

async function inFolder(peer: ScpPeer, folder: Tree, send: () => Promise<void>): Promise<void> {
  await peer.write(record({ kind: 'D', mode: folder.mode, size: 0, name: checked(folder.name) }));
  await peer.ack();
  await send();
  await peer.write('E\n');
  await peer.ack();
}

async function sendFile(
  peer: ScpPeer,
  file: Sendable,
  name: string,
  progress: (sent: number) => void,
): Promise<void> {
  await peer.write(record({ kind: 'C', mode: file.mode, size: file.size, name: checked(name) }));
  await peer.ack();
  let sent = 0;
  for await (const chunk of file.open()) {
    const part = (chunk as Buffer).subarray(0, file.size - sent);
    if (part.length > 0) await peer.write(part);
    sent += part.length;
    progress(sent);
  }
  if (sent < file.size) throw transferFailed(`${name} became shorter while it was sent`);
  await peer.write('\0');
  await peer.ack();
}

function checked(name: string): string {
  if (name.includes('\n'))
    throw transferFailed(`The scp protocol cannot carry the file name ${JSON.stringify(name)}`);
  return name;
}
