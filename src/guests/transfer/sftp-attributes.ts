import ssh2, { type Attributes, type FileEntry } from 'ssh2';
import type { FileStatus, GuestFiles, OpenOptions } from '../files.ts';

const { OPEN_MODE } = ssh2.utils.sftp;

/** What a client sends: only the attributes it wants set. */
export type InputAttributes = { readonly [Name in keyof Attributes]?: Attributes[Name] | undefined };

const typeBits: Readonly<Record<FileStatus['type'], number>> = {
  file: 0o100000,
  directory: 0o040000,
  link: 0o120000,
  other: 0o020000,
};

const typeLetters: Readonly<Record<FileStatus['type'], string>> = {
  file: '-',
  directory: 'd',
  link: 'l',
  other: 'c',
};

/** The file's attributes as they go over the wire. */
export function wireAttributes(status: FileStatus): Attributes {
  const { uid, gid, size } = status;
  const mtime = Math.floor(status.modified);
  return { mode: typeBits[status.type] | status.mode, uid, gid, size, atime: mtime, mtime };
}

/** One name of a listing with the `ls -l` line that `sftp> ls -l` prints. */
export function nameEntry(filename: string, status: FileStatus | undefined): FileEntry {
  const known = status ?? { type: 'other' as const, mode: 0, uid: 0, gid: 0, size: 0, modified: 0 };
  const date = new Date(known.modified * 1000);
  const shown = `${date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 16)}`;
  const columns = [String(known.uid).padEnd(8), String(known.gid).padEnd(8), String(known.size).padStart(8)];
  const longname = `${modeText(known)}    1 ${columns.join(' ')} ${shown} ${filename}`;
  return { filename, longname, attrs: wireAttributes(known) };
}

/** `-rwxr-xr-x`. */
export function modeText(status: Pick<FileStatus, 'type' | 'mode'>): string {
  const { mode } = status;
  const bits = [...'rwxrwxrwx'].map((letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-'));
  const special: readonly (readonly [number, number, string])[] = [
    [0o4000, 2, 's'],
    [0o2000, 5, 's'],
    [0o1000, 8, 't'],
  ];
  for (const [bit, place, letter] of special) {
    if ((mode & bit) !== 0) bits[place] = bits[place] === 'x' ? letter : letter.toUpperCase();
  }
  return typeLetters[status.type] + bits.join('');
}

export function openOptions(flags: number, attributes: InputAttributes): OpenOptions {
  const has = (bit: number) => (flags & bit) !== 0;
  return {
    write: has(OPEN_MODE.WRITE | OPEN_MODE.APPEND),
    create: has(OPEN_MODE.CREAT),
    exclusive: has(OPEN_MODE.EXCL),
    truncate: has(OPEN_MODE.TRUNC),
    append: has(OPEN_MODE.APPEND),
    mode: attributes.mode === undefined ? 0o644 : attributes.mode & 0o7777,
  };
}

/** Sets what is given, in the order OpenSSH's server does: size, mode, times, owner. */
export async function setAttributes(files: GuestFiles, path: string, wanted: InputAttributes): Promise<void> {
  if (wanted.size !== undefined) {
    const file = await files.open(path, { write: true });
    await file.truncate(wanted.size).finally(() => file.close());
  }
  if (wanted.mode !== undefined) await files.chmod(path, wanted.mode & 0o7777);
  if (wanted.mtime !== undefined) await files.touch(path, Number(wanted.mtime));
  if (wanted.uid !== undefined && wanted.gid !== undefined) await files.chown(path, wanted.uid, wanted.gid);
}
