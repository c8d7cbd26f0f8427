/** What kind of thing a path is, with the numbers a file-transfer protocol asks for. Times are seconds since 1970. */
export interface FileStatus {
  readonly type: 'file' | 'directory' | 'link' | 'other';
  /** Permission bits only (07777). */
  readonly mode: number;
  readonly size: number;
  readonly uid: number;
  readonly gid: number;
  readonly modified: number;
}

export interface OpenOptions {
  readonly write: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly append?: boolean;
  /** Permission bits of a file that is made. */
  readonly mode?: number;
}

/** A file that was opened; `close` makes what was written visible. */
export interface OpenFile {
  /** At most `length` bytes; none at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
  write(offset: number, data: Uint8Array): Promise<void>;
  truncate(size: number): Promise<void>;
  status(): Promise<FileStatus>;
  close(): Promise<void>;
}

/** The files of a computer as scp, sftp and disk capture see them. Paths are absolute; errors are FileError. */
export interface GuestFiles {
  open(path: string, options: OpenOptions): Promise<OpenFile>;
  stat(path: string): Promise<FileStatus>;
  lstat(path: string): Promise<FileStatus>;
  list(path: string): Promise<readonly string[]>;
  makeDirectory(path: string, mode: number): Promise<void>;
  removeDirectory(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Takes the place of a file that is there. */
  rename(from: string, to: string): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
  chown(path: string, uid: number, gid: number): Promise<void>;
  touch(path: string, modified: number): Promise<void>;
  readLink(path: string): Promise<string>;
  link(target: string, path: string): Promise<void>;
  /** Absolute, without links; the last name need not exist. */
  resolve(path: string): Promise<string>;
}

type FileErrorCode =
  | 'ENOENT'
  | 'EEXIST'
  | 'EACCES'
  | 'EPERM'
  | 'EISDIR'
  | 'ENOTDIR'
  | 'ENOTEMPTY'
  | 'EINVAL'
  | 'ELOOP'
  | 'EXDEV'
  | 'ENOSPC';

const wording: Readonly<Record<FileErrorCode, string>> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  EINVAL: 'Invalid argument',
  ELOOP: 'Too many levels of symbolic links',
  EXDEV: 'Invalid cross-device link',
  ENOSPC: 'No space left on device',
};

const nodeWording: Readonly<Record<FileErrorCode, string>> = {
  ENOENT: 'no such file or directory',
  EEXIST: 'file already exists',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'illegal operation on a directory',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
  EINVAL: 'invalid argument',
  ELOOP: 'too many levels of symbolic links',
  EXDEV: 'cross-device link not permitted',
  ENOSPC: 'no space left on device',
};

/** A file operation that the guest's file system refused; its message has the form Node's own file errors have. */
export class FileError extends Error {
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode, path: string) {
    super(`${code}: ${nodeWording[code]}, '${path}'`);
    this.code = code;
  }
}

/** The errno name of what a file operation threw, ours or Node's; undefined for anything else. */
export function fileErrorCode(error: unknown): FileErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? error.code : error.message.split(':')[0];
  return Object.keys(wording).find((name): name is FileErrorCode => name === code);
}

/** The words that strerror has for it, as scp and ls print them. */
export function describeFileError(error: unknown): string {
  const code = fileErrorCode(error);
  return code === undefined ? 'Input/output error' : wording[code];
}

/** The whole of a file. */
export async function readWhole(files: GuestFiles, path: string): Promise<Buffer> {
  const file = await files.open(path, { write: false });
  try {
    const pieces: Uint8Array[] = [];
    for (let offset = 0; ; ) {
      const piece = await file.read(offset, 1 << 20);
      if (piece.length === 0) return Buffer.concat(pieces);
      pieces.push(piece);
      offset += piece.length;
    }
  } finally {
    await file.close();
  }
}

/** Text of a file, empty when there is none. */
export async function readText(files: GuestFiles, path: string): Promise<string> {
  try {
    return (await readWhole(files, path)).toString('utf8');
  } catch (error) {
    if (fileErrorCode(error) === undefined) throw error;
    return '';
  }
}

/** Makes or replaces a file; `mode` is set also when it was there. */
export async function writeWhole(
  files: GuestFiles,
  path: string,
  data: Uint8Array | string,
  mode?: number,
): Promise<void> {
  const file = await files.open(path, { write: true, create: true, truncate: true, mode: mode ?? 0o644 });
  try {
    await file.write(0, typeof data === 'string' ? Buffer.from(data) : data);
  } finally {
    await file.close();
  }
  if (mode !== undefined) await files.chmod(path, mode);
}

/** The folder and those above it, as `mkdir -p`. */
export async function makeDirectories(files: GuestFiles, path: string, mode = 0o755): Promise<void> {
  const names = path.split('/').filter((name) => name !== '');
  for (let count = 1; count <= names.length; count++) {
    const folder = `/${names.slice(0, count).join('/')}`;
    try {
      await files.makeDirectory(folder, mode);
    } catch (error) {
      if (fileErrorCode(error) !== 'EEXIST' || (await files.stat(folder)).type !== 'directory') throw error;
    }
  }
}
