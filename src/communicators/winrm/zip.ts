import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { unzipSync, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { placeBelow } from '../names.ts';

/** A file, or without `file` a folder, whose name then ends with a slash. */
export interface ZipItem {
  readonly name: string;
  readonly file: string | undefined;
  readonly size: number;
}

/** The bytes of an archive of these items, made as they are read. */
export async function* zipOf(
  items: readonly ZipItem[],
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const made: Buffer[] = [];
  const zip = new Zip((error, data) => {
    if (error) throw error;
    made.push(Buffer.from(data));
  });
  for (const { name, file } of items) {
    const entry = file === undefined ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
    zip.add(entry);
    if (file !== undefined)
      for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
        const bytes: Buffer = chunk;
        entry.push(bytes);
        onRead(bytes.length);
        yield* made.splice(0);
      }
    entry.push(new Uint8Array(), true);
    yield* made.splice(0);
  }
  zip.end();
  yield* made.splice(0);
}

/** Lays the files of an archive below a folder. An entry whose name leads out of it is refused. */
export async function unzipTo(archive: Uint8Array, folder: string): Promise<void> {
  const top = resolve(folder);
  await mkdir(top, { recursive: true });
  for (const [entry, bytes] of Object.entries(unzipSync(archive))) {
    const name = entry.replaceAll('\\', '/');
    const path = placeBelow(top, name);
    if (name.endsWith('/')) await mkdir(path, { recursive: true });
    else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
  }
}
