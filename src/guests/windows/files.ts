import type { GuestDisk, GuestFile } from '../guest.ts';
import { absolute, hasWildcard, matches, nameOf, parentOf } from './paths.ts';

/** A file or folder as programs see it. */
export interface Item {
  /** With the capitals it was made with. */
  readonly path: string;
  readonly folder: boolean;
  readonly size: number;
  readonly modified: number;
}

interface Entry {
  path: string;
  readonly folder: boolean;
  data: Buffer;
  /** Room in `data` may be larger, so that appending costs linear time. */
  size: number;
  modified: number;
}

/** What a file operation failed of, in the words of the kind of program that asks. */
export class WindowsFileError extends Error {
  readonly code: 'missing' | 'missing-folder' | 'folder' | 'exists' | 'not-empty';
  readonly path: string;

  constructor(code: WindowsFileError['code'], path: string) {
    super(`${code}: ${path}`);
    this.code = code;
    this.path = path;
  }
}

/** The files of a Windows guest: one drive, names without regard to case, no rights. */
export class WindowsFiles {
  readonly #entries = new Map<string, Entry>();

  constructor(disk: GuestDisk, folders: readonly string[]) {
    for (const folder of folders) this.makeFolder(folder);
    for (const path of disk.removed ?? []) this.#entries.delete(key(path));
    for (const [path, file] of Object.entries(disk.files)) {
      if (file.type === 'directory') this.makeFolder(path);
      else if (file.type === 'file') this.write(path, Buffer.from(file.data, 'base64'), { make: true });
    }
  }

  find(path: string): Item | undefined {
    const entry = this.#entries.get(key(path));
    return entry && shown(entry);
  }

  isFolder(path: string): boolean {
    return this.#entries.get(key(path))?.folder === true;
  }

  read(path: string): Buffer {
    const entry = this.#file(path);
    return entry.data.subarray(0, entry.size);
  }

  /** Replaces a file, or makes it in a folder that is there; `make` makes the folder too. */
  write(path: string, data: Uint8Array, { make = false }: { readonly make?: boolean } = {}): void {
    if (make) this.makeFolder(parentOf(path));
    const entry = this.#fileToWrite(path);
    entry.data = Buffer.from(data);
    entry.size = data.length;
    entry.modified = Date.now();
  }

  append(path: string, data: Uint8Array): void {
    const entry = this.#fileToWrite(path);
    const end = entry.size + data.length;
    if (end > entry.data.length) {
      const larger = Buffer.alloc(Math.max(end, entry.data.length * 2));
      entry.data.copy(larger, 0, 0, entry.size);
      entry.data = larger;
    }
    entry.data.set(data, entry.size);
    entry.size = end;
    entry.modified = Date.now();
  }

  /** With those above it. */
  makeFolder(path: string): void {
    const found = this.#entries.get(key(path));
    if (found?.folder) return;
    if (found !== undefined) throw new WindowsFileError('exists', path);
    if (parentOf(path) !== path) this.makeFolder(parentOf(path));
    this.#entries.set(key(path), {
      path,
      folder: true,
      data: Buffer.alloc(0),
      size: 0,
      modified: Date.now(),
    });
  }

  /** What is directly in a folder, by name. */
  list(path: string): readonly Item[] {
    if (!this.isFolder(path)) throw new WindowsFileError('missing-folder', path);
    const prefix = key(path).endsWith('\\') ? key(path) : `${key(path)}\\`;
    const found = [...this.#entries].filter(
      ([name]) =>
        name.startsWith(prefix) && name.length > prefix.length && !name.includes('\\', prefix.length),
    );
    return found.map(([, entry]) => shown(entry)).sort((a, b) => (key(a.path) < key(b.path) ? -1 : 1));
  }

  /** A folder goes with all that is in it when `recurse` is set. */
  remove(path: string, { recurse = false }: { readonly recurse?: boolean } = {}): void {
    const entry = this.#entries.get(key(path));
    if (entry === undefined) throw new WindowsFileError('missing', path);
    if (entry.folder) {
      const inside = this.list(path);
      if (inside.length > 0 && !recurse) throw new WindowsFileError('not-empty', path);
      for (const item of inside) this.remove(item.path, { recurse });
    }
    this.#entries.delete(key(path));
  }

  /** Of a file. */
  move(from: string, to: string): void {
    if (this.find(to) !== undefined) throw new WindowsFileError('exists', to);
    this.write(to, this.read(from));
    this.remove(from);
  }

  /** What a path with a pattern in its last name means; without one, the path itself where it is there. */
  match(path: string): readonly Item[] {
    const found = this.find(path);
    if (found !== undefined || !hasWildcard(path)) return found === undefined ? [] : [found];
    if (!this.isFolder(parentOf(path))) return [];
    return this.list(parentOf(path)).filter((item) => matches(nameOf(path), nameOf(item.path)));
  }

  /** Everything on it, as part of an image. */
  capture(): GuestDisk {
    const files: Record<string, GuestFile> = {};
    for (const { path, folder, data, size } of this.#entries.values())
      files[path] = folder
        ? { type: 'directory', mode: 0o755 }
        : { type: 'file', mode: 0o644, data: data.subarray(0, size).toString('base64') };
    return { files };
  }

  #file(path: string): Entry {
    const entry = this.#entries.get(key(path));
    if (entry?.folder) throw new WindowsFileError('folder', path);
    if (entry !== undefined) return entry;
    throw new WindowsFileError(this.isFolder(parentOf(path)) ? 'missing' : 'missing-folder', path);
  }

  #fileToWrite(path: string): Entry {
    if (this.#entries.has(key(path))) return this.#file(path);
    if (!this.isFolder(parentOf(path))) throw new WindowsFileError('missing-folder', path);
    const entry: Entry = { path, folder: false, data: Buffer.alloc(0), size: 0, modified: Date.now() };
    this.#entries.set(key(path), entry);
    return entry;
  }
}

function key(path: string): string {
  return absolute(path, 'C:\\').toLowerCase();
}

function shown({ path, folder, size, modified }: Entry): Item {
  return { path, folder, size, modified };
}
