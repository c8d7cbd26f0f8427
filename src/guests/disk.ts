import { posix } from 'node:path';
import { fileErrorCode, type GuestFiles, makeDirectories, readWhole, writeWhole } from './files.ts';
import type { GuestDisk, GuestFile } from './guest.ts';

/** Not on the disk: the kernel's views, and /run, which is memory. /tmp stays, as on the cloud's own distributions. */
const volatile = new Set(['/proc', '/sys', '/dev', '/run', '/var/run', '/lost+found']);

/** Everything below `folders`, by path. */
export async function readDisk(
  files: GuestFiles,
  folders: readonly string[],
): Promise<Record<string, GuestFile>> {
  const found: Record<string, GuestFile> = {};
  const visit = async (path: string): Promise<void> => {
    if (volatile.has(path)) return;
    const status = await files.lstat(path);
    const owner = status.uid === 0 && status.gid === 0 ? {} : { owner: [status.uid, status.gid] as const };
    const { mode } = status;
    if (status.type === 'link') found[path] = { type: 'link', target: await files.readLink(path) };
    else if (status.type === 'file')
      found[path] = { type: 'file', mode, data: (await readWhole(files, path)).toString('base64'), ...owner };
    else if (status.type === 'directory') {
      found[path] = { type: 'directory', mode, ...owner };
      for (const name of await files.list(path)) await visit(posix.join(path, name));
    }
  };
  for (const folder of folders) await visit(folder);
  delete found['/'];
  return found;
}

/** What differs from the files that the kind of guest brings. */
export function difference(
  base: Readonly<Record<string, GuestFile>>,
  now: Readonly<Record<string, GuestFile>>,
): GuestDisk {
  const changed = Object.entries(now).filter(([path, file]) => !sameFile(base[path], file));
  const removed = Object.keys(base).filter((path) => now[path] === undefined);
  return { files: Object.fromEntries(changed), ...(removed.length > 0 ? { removed } : {}) };
}

function sameFile(left: GuestFile | undefined, right: GuestFile): boolean {
  return left !== undefined && JSON.stringify(left) === JSON.stringify(right);
}

/** Lays a disk over the files that are there. Folders come before what is in them, whatever order the disk has. */
export async function applyDisk(files: GuestFiles, disk: GuestDisk): Promise<void> {
  for (const path of [...(disk.removed ?? [])].sort().reverse()) await clear(files, path);
  for (const [path, file] of Object.entries(disk.files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    await makeDirectories(files, posix.dirname(path));
    await place(files, path, file);
  }
}

async function place(files: GuestFiles, path: string, file: GuestFile): Promise<void> {
  const found = await files.lstat(path).catch(() => undefined);
  if (found !== undefined && (found.type !== file.type || file.type === 'link')) await clear(files, path);
  if (file.type === 'link') return files.link(file.target, path);
  if (file.type === 'file') await writeWhole(files, path, Buffer.from(file.data, 'base64'), file.mode);
  else {
    await makeDirectories(files, path);
    await files.chmod(path, file.mode);
  }
  await files.chown(path, file.owner?.[0] ?? 0, file.owner?.[1] ?? 0);
}

async function clear(files: GuestFiles, path: string): Promise<void> {
  try {
    if ((await files.lstat(path)).type !== 'directory') return await files.remove(path);
    for (const name of await files.list(path)) await clear(files, posix.join(path, name));
    await files.removeDirectory(path);
  } catch (error) {
    if (fileErrorCode(error) !== 'ENOENT') throw error;
  }
}
