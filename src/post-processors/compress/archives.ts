import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, normalize } from 'node:path';
import { Readable } from 'node:stream';
import { goFileError } from '../../files/go-file-error.ts';
import { fileFailed } from '../words.ts';

/** A tar of the files under their own names, without folders, as Packer packs them. */
export async function tarOf(files: readonly string[]): Promise<Readable> {
  const { packTar } = await import('modern-tar/fs');
  return packTar(files.map((file) => ({ type: 'file', source: file, target: basename(file) })));
}

/** A zip of the files under the paths they were given as; what would lead out of a folder is taken off their beginning. */
export async function zipOf(files: readonly string[], level: number): Promise<Readable> {
  const { ZipFile } = (await import('yazl')).default;
  const zip = new ZipFile();
  for (const file of files) zip.addFile(file, within(file), level < 0 ? {} : { compressionLevel: level });
  zip.end();
  const output = new Readable().wrap(zip.outputStream);
  zip.on('error', (error: Error) => output.destroy(error));
  return output;
}

function within(file: string): string {
  return normalize(file)
    .replaceAll('\\', '/')
    .replace(/^([A-Za-z]:)?(\/|\.\.\/)*/, '');
}

export function bytesOf(file: string): Readable {
  return createReadStream(file, { highWaterMark: 1024 * 1024 });
}

/** Refuses what is no file before anything is packed, in Packer's words. */
export async function checkFiles(files: readonly string[], archive: 'tar' | 'zip' | 'none'): Promise<void> {
  const packed = archive === 'none' ? '' : `Error creating ${archive}: `;
  for (const file of files) {
    const unread =
      packed === ''
        ? `Failed to open source file ${file} for reading`
        : `${packed}Unable to read file ${file}`;
    const facts = await stat(file).catch((error: unknown) => {
      throw fileFailed(unread, goFileError('open', file, error));
    });
    const uncopied =
      packed === '' ? `Failed to compress ${file}` : `${packed}Failed to copy ${file} data to archive`;
    if (facts.isDirectory()) throw fileFailed(uncopied, `read ${file}: is a directory`);
  }
}
