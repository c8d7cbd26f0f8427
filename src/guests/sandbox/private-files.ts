import { constants, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { posix } from 'node:path';
import { FileError, type FileStatus, type GuestFiles, type OpenFile, type OpenOptions } from '../files.ts';

/** Which folders of the guest lie in its private folder; of the rest only /usr is shown, read-only, from the host. */
interface PrivateRoot {
  readonly folder: string;
  readonly writable: readonly string[];
}

interface Place {
  /** A way to it on the host that nothing in the guest can bend: an open folder and one name. */
  readonly path: string;
  readonly guestPath: string;
  readonly canWrite: boolean;
}

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

/**
 * The guest's files for scp, sftp and capture. Links are followed by us, inside the guest's tree only, and the last
 * step goes through an open folder (/proc/self/fd), so a link that changes meanwhile cannot lead out to the host.
 */
export function privateFiles(root: PrivateRoot): GuestFiles {
  const at = <Result>(path: string, follow: boolean, work: (place: Place) => Promise<Result>) =>
    inPlace(root, path, follow, work);
  const change = <Result>(path: string, follow: boolean, work: (host: string) => Promise<Result>) =>
    at(path, follow, (place) => {
      if (!place.canWrite) throw new FileError('EACCES', path);
      return work(place.path);
    });
  return {
    open: (path, options) => openAt(at, path, options),
    stat: (path) => at(path, true, async (place) => toStatus(await fs.lstat(place.path))),
    lstat: (path) => at(path, false, async (place) => toStatus(await fs.lstat(place.path))),
    list: (path) =>
      at(path, true, async (place) => {
        const names = await fs.readdir(place.path);
        return [...new Set([...names, ...missing(root, place.guestPath)])].sort();
      }),
    makeDirectory: (path, mode) =>
      at(path, false, async (place) => {
        const found = await fs.lstat(place.path).catch(() => undefined);
        if (found !== undefined) throw new FileError('EEXIST', path);
        if (!place.canWrite) throw new FileError('EACCES', path);
        await fs.mkdir(place.path);
        await fs.chmod(place.path, mode);
      }),
    removeDirectory: (path) => change(path, false, (host) => fs.rmdir(host)),
    remove: (path) => change(path, false, (host) => fs.unlink(host)),
    rename: (from, to) =>
      change(from, false, (source) => change(to, false, (target) => fs.rename(source, target))),
    chmod: (path, mode) => change(path, true, (host) => fs.chmod(host, mode & 0o7777)),
    // Everything belongs to whoever runs us, and looks like root's from inside.
    chown: (path) => change(path, true, async () => {}),
    touch: (path, modified) => change(path, true, (host) => fs.utimes(host, modified, modified)),
    readLink: (path) => at(path, false, (place) => fs.readlink(place.path)),
    link: (target, path) => change(path, false, (host) => fs.symlink(target, host)),
    resolve: (path) => at(path, true, async (place) => place.guestPath),
  };
}

/** Folders that are mounted in the guest and so have no entry of their own in the folder above. */
function missing(root: PrivateRoot, folder: string): readonly string[] {
  return folder === '/' ? [...root.writable.map((path) => path.split('/')[1] ?? ''), 'usr'] : [];
}

function toStatus(stats: Stats): FileStatus {
  const type = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'directory'
      : stats.isSymbolicLink()
        ? 'link'
        : 'other';
  return {
    type,
    mode: stats.mode & 0o7777,
    size: stats.size,
    uid: 0,
    gid: 0,
    modified: stats.mtimeMs / 1000,
  };
}

async function openAt(
  at: <Result>(path: string, follow: boolean, work: (place: Place) => Promise<Result>) => Promise<Result>,
  path: string,
  options: OpenOptions,
): Promise<OpenFile> {
  const handle = await at(path, true, async (place) => {
    if (options.write && !place.canWrite) throw new FileError('EACCES', path);
    return fs.open(place.path, flagsOf(options), options.mode ?? 0o644);
  });
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) throw new FileError('EISDIR', path);
    if (!stats.isFile()) throw new FileError('EINVAL', path);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    read: async (offset, length) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
    write: async (offset, data) => {
      await handle.write(data, 0, data.length, options.append ? null : offset);
    },
    truncate: (size) => handle.truncate(size),
    status: async () => toStatus(await handle.stat()),
    close: () => handle.close(),
  };
}

function flagsOf(options: OpenOptions): number {
  const { O_APPEND, O_CREAT, O_EXCL, O_NONBLOCK, O_RDWR, O_TRUNC } = constants;
  let flags = O_NOFOLLOW | O_NONBLOCK | (options.write ? O_RDWR : O_RDONLY);
  if (options.create) flags |= O_CREAT;
  if (options.exclusive) flags |= O_EXCL;
  if (options.truncate) flags |= O_TRUNC;
  if (options.append) flags |= O_APPEND;
  return flags;
}

/** Where the way leaves the private folder for the host's and where it comes back. */
const crossings: ReadonlyMap<string, (root: PrivateRoot) => string> = new Map([
  ['/usr', () => '/'],
  ['/usr/local', (root: PrivateRoot) => posix.join(root.folder, 'usr')],
]);

/** Finds `path` and hands it to `work` while the folder that holds it is open. */
async function inPlace<Result>(
  root: PrivateRoot,
  path: string,
  follow: boolean,
  work: (place: Place) => Promise<Result>,
  links = 0,
): Promise<Result> {
  if (links > 40) throw new FileError('ELOOP', path);
  const names = posix
    .normalize(`/${path}`)
    .split('/')
    .filter((name) => name !== '');
  let folder = await openFolder(root.folder);
  let here = '';
  let canWrite = false;
  try {
    for (const [index, name] of names.entries()) {
      const guestPath = `${here}/${name}`;
      const crossing = crossings.get(guestPath);
      if (crossing !== undefined) {
        const next = await openFolder(crossing(root));
        await folder.close();
        folder = next;
      }
      const isLast = index === names.length - 1;
      const host = `/proc/self/fd/${folder.fd}/${name}`;
      canWrite ||= root.writable.includes(guestPath);
      const stats = await fs.lstat(host).catch(() => undefined);
      if (stats?.isSymbolicLink() && (follow || !isLast)) {
        const target = posix.resolve(here || '/', await fs.readlink(host));
        const rest = [target, ...names.slice(index + 1)].join('/');
        return await inPlace(root, rest, follow, work, links + 1);
      }
      if (isLast)
        return await work({
          path: host,
          guestPath,
          canWrite,
        });
      if (stats === undefined) throw new FileError('ENOENT', path);
      if (!stats.isDirectory()) throw new FileError('ENOTDIR', path);
      const next = await openFolder(host);
      await folder.close();
      folder = next;
      here = guestPath;
    }
    return await work({ path: `/proc/self/fd/${folder.fd}/.`, guestPath: '/', canWrite: false });
  } finally {
    await folder.close();
  }
}

function openFolder(path: string): Promise<fs.FileHandle> {
  return fs.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}
