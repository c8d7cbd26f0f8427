import { posix } from 'node:path';
import type { ByteString, FileContent, FsStat, IFileSystem } from 'just-bash';
import { FileError, type FileStatus, fileErrorCode, makeDirectories, writeWhole } from '../files.ts';
import type { MemoryFiles } from './memory-files.ts';

/** Bits that new files and folders do not get; changed by the `umask` command. */
export interface Mask {
  value: number;
}

/**
 * The file system just-bash runs on. Without the optional synchronous calls, on purpose: with them every new shell
 * would write its own command stubs and /proc files over the guest's.
 */
export function shellFiles(files: MemoryFiles, mask: Mask): IFileSystem {
  const readBytes = async (path: string) => files.whole(path);
  const write = async (path: string, content: FileContent, encoding: unknown, append: boolean) => {
    const mode = 0o666 & ~mask.value;
    const file = await files.open(path, { write: true, create: true, truncate: !append, append, mode });
    await file.write(0, toBytes(content, encoding));
  };
  return {
    readFile: async (path, options) => Buffer.from(await readBytes(path)).toString(encodingOf(options)),
    readFileBytes: async (path) =>
      Buffer.from(await readBytes(path)).toString('latin1') as unknown as ByteString,
    readFileBuffer: async (path) => new Uint8Array(await readBytes(path)),
    writeFile: (path, content, options) => write(path, content, options, false),
    appendFile: (path, content, options) => write(path, content, options, true),
    exists: (path) => succeeds(files.stat(path)),
    stat: async (path) => shellStatus(await files.stat(path)),
    lstat: async (path) => shellStatus(await files.lstat(path)),
    mkdir: async (path, options) => {
      const mode = 0o777 & ~mask.value;
      if (options?.recursive === true) await makeDirectories(files, posix.normalize(path), mode);
      else await files.makeDirectory(path, mode);
    },
    readdir: async (path) => [...(await files.list(path))],
    readdirWithFileTypes: async (path) => {
      const names = await files.list(path);
      return Promise.all(
        names.map(async (name) => ({ name, ...shellStatus(await files.lstat(`${path}/${name}`)) })),
      );
    },
    rm: (path, options) => remove(files, path, options?.recursive === true, options?.force === true),
    cp: (source, target, options) => copy(files, source, target, options?.recursive === true),
    mv: (source, target) => files.rename(source, target),
    resolvePath: (base, path) => posix.resolve('/', base, path),
    getAllPaths: () => [],
    chmod: (path, mode) => files.chmod(path, mode),
    symlink: (target, path) => files.link(target, path),
    link: async (existing, path) => files.hardLink(existing, path),
    readlink: (path) => files.readLink(path),
    realpath: async (path) => {
      const resolved = await files.resolve(path);
      await files.lstat(resolved);
      return resolved;
    },
    utimes: (path, _accessed, modified) => files.touch(path, modified.getTime() / 1000),
  };
}

function encodingOf(options: unknown): BufferEncoding {
  const wanted =
    typeof options === 'object' && options !== null && 'encoding' in options ? options.encoding : options;
  return typeof wanted === 'string' && Buffer.isEncoding(wanted) ? wanted : 'utf8';
}

function toBytes(content: FileContent, encoding: unknown): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, encodingOf(encoding)) : content;
}

function shellStatus(status: FileStatus): FsStat {
  return {
    // Devices are read and written like files.
    isFile: status.type === 'file' || status.type === 'other',
    isDirectory: status.type === 'directory',
    isSymbolicLink: status.type === 'link',
    mode: status.mode,
    size: status.size,
    mtime: new Date(status.modified * 1000),
  };
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

async function remove(files: MemoryFiles, path: string, recursive: boolean, force: boolean): Promise<void> {
  let status: FileStatus;
  try {
    status = await files.lstat(path);
  } catch (error) {
    if (force && fileErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  if (status.type !== 'directory') return files.remove(path);
  if (recursive) {
    for (const name of await files.list(path)) await remove(files, `${path}/${name}`, true, force);
  }
  await files.removeDirectory(path);
}

async function copy(files: MemoryFiles, source: string, target: string, recursive: boolean): Promise<void> {
  const status = await files.lstat(source);
  if (status.type === 'link') return files.link(await files.readLink(source), target);
  if (status.type !== 'directory') return writeWhole(files, target, files.whole(source).slice(), status.mode);
  if (!recursive) throw new FileError('EISDIR', source);
  await makeDirectories(files, target, status.mode);
  for (const name of await files.list(source))
    await copy(files, `${source}/${name}`, `${target}/${name}`, true);
}
