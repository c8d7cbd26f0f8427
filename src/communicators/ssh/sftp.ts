import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Readable } from 'node:stream';
import type { SFTPWrapper } from 'ssh2';
import { isBuildError } from '../../errors/build-error.ts';
import type { TransferOptions, UploadSource } from '../communicator.ts';
import { kindOfEntry } from '../folder-entry.ts';
import { nameOfFolder } from '../names.ts';
import { cancelledDuring, transferFailed } from '../words.ts';
import { unlessAborted } from './bounded.ts';
import type { Transfers } from './communicator.ts';
import type { SshConnection } from './connection.ts';
import { getFile } from './sftp-get.ts';
import { sendable } from './source.ts';

/** The largest write that OpenSSH takes in one packet; measured to be a fifth faster than the library's 32 KiB. */
const CHUNK = 261_120;
const UNDER_WAY = 16;

/** Files and folders over the SFTP of the SSH library. */
export function sftpTransfers(connection: SshConnection): Omit<Transfers, 'downloadDir'> {
  return {
    upload: (source, destination, how) => sftpUpload(connection, source, destination, how),
    uploadDir: (source, destination, how) => sftpUploadDir(connection, source, destination, how),
    download: (source, destination, how) => sftpDownload(connection, source, destination, how),
  };
}

/** Sends one file over SFTP; plain files in many writes at once, everything else as a stream. */
async function sftpUpload(
  connection: SshConnection,
  source: UploadSource,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  await withSftp(connection, destination, options, (sftp) => put(sftp, source, destination, options));
}

/** Sends a folder; the parent of the destination must exist, existing folders are filled. */
async function sftpUploadDir(
  connection: SshConnection,
  source: string,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  const root = source.endsWith('/') ? destination : posix.join(destination, nameOfFolder(source));
  await withSftp(connection, root, options, (sftp) => putFolder(sftp, source, root, options));
}

async function sftpDownload(
  connection: SshConnection,
  source: string,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  await withSftp(connection, source, options, (sftp) => getFile(sftp, source, destination, options));
}

async function putFolder(
  sftp: SFTPWrapper,
  source: string,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  await makeFolder(sftp, destination, (await stat(source)).mode & 0o777);
  for (const name of (await readdir(source)).sort()) {
    const path = join(source, name);
    const facts = await stat(path);
    const target = posix.join(destination, name);
    if (kindOfEntry(path, facts) === 'folder') await putFolder(sftp, path, target, options);
    else await put(sftp, { file: path }, target, options);
  }
}

async function makeFolder(sftp: SFTPWrapper, path: string, mode: number): Promise<void> {
  try {
    await called((done) => sftp.mkdir(path, done));
  } catch (error) {
    const isFolder = await new Promise((resolve) => {
      sftp.lstat(path, (failed, facts) => resolve(!failed && facts.isDirectory()));
    });
    if (!isFolder) throw error;
  }
  await called((done) => sftp.chmod(path, mode, done));
}

async function put(
  sftp: SFTPWrapper,
  source: UploadSource,
  destination: string,
  options: TransferOptions,
): Promise<void> {
  const { path, mode, size, open } = await sendable(source, options.signal);
  // The library plans its writes by the size, which files that are made as they are read do not tell.
  if (path !== undefined) {
    const how = { chunkSize: CHUNK, mode, ...step(options) };
    await called((done) => sftp.fastPut(path, destination, how, done));
  } else {
    await putStream(sftp, destination, { mode, stream: open() });
    options.onProgress?.(size, size);
  }
  // The mode given when a file is opened counts for new files only, and the guest's umask cuts it.
  await called((done) => sftp.chmod(destination, mode, done));
}

/** The library's write stream waits for each answer before its next write; here some are always under way. */
async function putStream(
  sftp: SFTPWrapper,
  destination: string,
  { mode, stream }: { readonly mode: number; readonly stream: Readable },
): Promise<void> {
  const handle = await new Promise<Buffer>((resolve, reject) => {
    sftp.open(destination, 'w', mode, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  try {
    const writes: Promise<void>[] = [];
    let position = 0;
    for await (const piece of stream) {
      const bytes = Buffer.from(piece);
      const at = position;
      position += bytes.length;
      writes.push(called((done) => sftp.write(handle, bytes, 0, bytes.length, at, done)));
      if (writes.length >= UNDER_WAY) await writes.shift();
    }
    await Promise.all(writes);
  } finally {
    await called((done) => sftp.close(handle, done)).catch(() => undefined);
  }
}

function step(options: TransferOptions): { step(total: number, chunk: number, size: number): void } {
  return { step: (moved, _chunk, size) => options.onProgress?.(moved, size) };
}

async function withSftp(
  connection: SshConnection,
  path: string,
  options: TransferOptions,
  talk: (sftp: SFTPWrapper) => Promise<void>,
): Promise<void> {
  if (options.signal.aborted) throw cancelledDuring('a file transfer');
  const sftp = await connection.sftp(options.signal);
  sftp.on('error', () => undefined);
  const abort = (): void => sftp.end();
  options.signal.addEventListener('abort', abort, { once: true });
  try {
    await unlessAborted(talk(sftp), options.signal);
  } catch (error) {
    if (options.signal.aborted) throw cancelledDuring('a file transfer');
    throw isBuildError(error) ? error : transferFailed(`${path}: ${reason(error)}`, error);
  } finally {
    options.signal.removeEventListener('abort', abort);
    sftp.end();
  }
}

/** Status codes 2 and 3 of the protocol in the words that Packer's library has for them. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as Error & { code?: unknown };
  if (code === 2) return 'file does not exist';
  return code === 3 ? 'permission denied' : error.message;
}

function called(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });
}
