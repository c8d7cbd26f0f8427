import { readdir, stat } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { transferFailed } from '../../../errors/word/communicator.ts';
import type { TransferOptions, UploadSource } from '../../communicator.ts';
import type { SshConnection } from '../connection.ts';
import { remotePath } from '../quote.ts';
import { type Sendable, sendable, sendableFile } from '../source.ts';
import { type ScpPeer, withScp } from './peer.ts';

/** Sends one file with `scp -vt FOLDER`, the folder being that of `destination`. */
export async function scpUpload(
  connection: SshConnection,
  source: UploadSource,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  const file = await sendable(source);
  const command = `scp -vt ${remotePath(posix.dirname(destination))}`;
  await withScp(connection, command, options, async (peer) => {
    await peer.ack();
    await sendFile(peer, file, posix.basename(destination), (sent) => options.onProgress?.(sent, file.size));
  });
}

/** Sends a folder with `scp -rvt DESTINATION`; links to folders are followed. */
export async function scpUploadDir(
  connection: SshConnection,
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
  await withScp(connection, `scp -rvt ${remotePath(destination)}`, options, async (peer) => {
    await peer.ack();
    if (source.endsWith('/')) await send(peer, tree);
    else await inFolder(peer, tree, () => send(peer, tree));
  });
}

async function inFolder(peer: ScpPeer, folder: Tree, send: () => Promise<void>): Promise<void> {
  await peer.write(`D${octal(folder.mode)} 0 ${checked(folder.name)}\n`);
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
  await peer.write(`C${octal(file.mode)} ${file.size} ${checked(name)}\n`);
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

interface Tree {
  readonly name: string;
  readonly mode: number;
  readonly bytes: number;
  readonly files: readonly { readonly path: string; readonly name: string; readonly size: number }[];
  readonly folders: readonly Tree[];
}

/** The folder as it is now: read first, so that the total is known and a missing file fails before anything is sent. */
async function readTree(path: string, name = basename(path)): Promise<Tree> {
  const { mode } = await stat(path);
  const files: Tree['files'][number][] = [];
  const folders: Tree[] = [];
  for (const entry of (await readdir(path)).sort()) {
    const entryPath = join(path, entry);
    const facts = await stat(entryPath);
    if (facts.isDirectory()) folders.push(await readTree(entryPath, entry));
    else if (facts.isFile()) files.push({ path: entryPath, name: entry, size: facts.size });
  }
  const bytes = [...files.map((file) => file.size), ...folders.map((folder) => folder.bytes)];
  return { name, mode: mode & 0o777, bytes: bytes.reduce((sum, size) => sum + size, 0), files, folders };
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function checked(name: string): string {
  if (name.includes('\n'))
    throw transferFailed(`The scp protocol cannot carry the file name ${JSON.stringify(name)}`);
  return name;
}
