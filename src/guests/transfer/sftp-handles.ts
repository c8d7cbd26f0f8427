import { FileError, type OpenFile } from '../files.ts';

type Entry =
  | { readonly type: 'file'; readonly path: string; readonly file: OpenFile }
  | { readonly type: 'folder'; readonly path: string; names: readonly string[] };

/** What one SFTP session has open, by the four-byte handles the client knows them by. */
export class HandleTable {
  readonly #entries = new Map<number, Entry>();
  #next = 0;

  addFile(file: OpenFile, path: string): Buffer {
    return this.#add({ type: 'file', file, path });
  }

  addFolder(path: string, names: readonly string[]): Buffer {
    return this.#add({ type: 'folder', path, names: ['.', '..', ...names] });
  }

  file(handle: Buffer): OpenFile {
    const entry = this.#entry(handle);
    if (entry.type !== 'file') throw new FileError('EISDIR', entry.path);
    return entry.file;
  }

  path(handle: Buffer): string {
    return this.#entry(handle).path;
  }

  /** The next names of a folder; none when all were given. */
  nextNames(handle: Buffer, most: number): { readonly path: string; readonly names: readonly string[] } {
    const entry = this.#entry(handle);
    if (entry.type !== 'folder') throw new FileError('ENOTDIR', entry.path);
    const names = entry.names.slice(0, most);
    entry.names = entry.names.slice(most);
    return { path: entry.path, names };
  }

  async close(handle: Buffer): Promise<void> {
    const entry = this.#entry(handle);
    this.#entries.delete(handle.readUInt32BE(0));
    if (entry.type === 'file') await entry.file.close();
  }

  async closeAll(): Promise<void> {
    const open = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(open.map((entry) => (entry.type === 'file' ? entry.file.close() : undefined)));
  }

  #add(entry: Entry): Buffer {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(this.#next, 0);
    this.#entries.set(this.#next++, entry);
    return handle;
  }

  #entry(handle: Buffer): Entry {
    const entry = handle.length === 4 ? this.#entries.get(handle.readUInt32BE(0)) : undefined;
    if (entry === undefined) throw new FileError('EINVAL', 'handle');
    return entry;
  }
}
