import { unzipSync, zipSync } from 'fflate';
import { WindowsFileError, type WindowsFiles } from '../files.ts';
import { nameOf } from '../paths.ts';
import { PsError } from '../powershell/failure.ts';
import { PsObject, type Value } from '../powershell/value.ts';

/** Bytes of entries, for the methods that lay them on the disk. */
const contents = new WeakMap<PsObject, Uint8Array>();
const adders = new WeakMap<PsObject, (name: string, bytes: Uint8Array) => void>();

/** `[IO.Compression.ZipFile]::OpenRead`. */
export function openZip(files: WindowsFiles, path: string): PsObject {
  const entries = Object.entries(unzipSync(files.read(path))).map(([name, bytes]) => {
    const entry = new PsObject({
      type: 'System.IO.Compression.ZipArchiveEntry',
      properties: { fullname: () => name, name: () => nameOf(name), length: () => bytes.length },
    });
    contents.set(entry, bytes);
    return entry;
  });
  return new PsObject({
    type: 'System.IO.Compression.ZipArchive',
    properties: { entries: () => entries },
    methods: { dispose: () => undefined },
  });
}

/** `[IO.Compression.ZipFile]::Open(..., 'Create')`; the file comes to be when it is closed. */
export function createZip(files: WindowsFiles, path: string): PsObject {
  const entries: Record<string, Uint8Array> = {};
  const archive = new PsObject({
    type: 'System.IO.Compression.ZipArchive',
    methods: {
      createentry: (name) => {
        entries[String(name)] = new Uint8Array();
        return undefined;
      },
      dispose: () => {
        files.write(path, zipSync(entries));
        return undefined;
      },
    },
  });
  adders.set(archive, (name, bytes) => {
    entries[name] = bytes;
  });
  return archive;
}

export function extractTo(files: WindowsFiles, entry: Value, path: string, overwrite: boolean): void {
  const bytes = entry instanceof PsObject ? contents.get(entry) : undefined;
  if (bytes === undefined) throw new PsError('The argument is no entry of an archive.');
  if (!overwrite && files.find(path) !== undefined) throw new WindowsFileError('exists', path);
  files.write(path, bytes);
}

export function addFile(files: WindowsFiles, archive: Value, path: string, name: string): void {
  const add = archive instanceof PsObject ? adders.get(archive) : undefined;
  if (add === undefined) throw new PsError('The argument is no archive that can be written.');
  add(name, files.read(path));
}
