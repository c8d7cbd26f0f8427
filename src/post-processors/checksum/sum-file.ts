import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { goFileError } from '../../files/go-file-error.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { fileFailed } from '../words.ts';

interface Sum {
  readonly file: string;
  readonly sum: string;
}

/**
 * Adds sums to a file; gives whether this made the file. As in Packer one that is there is added to. After an interrupted
 * try a file of nothing but these very lines is what that try had made.
 */
export async function addSum(path: string, sums: readonly Sum[], again: boolean): Promise<boolean> {
  const text = sums.map(({ file, sum }) => `${sum}\t${basename(file)}\n`).join('');
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (again && before !== undefined && text.startsWith(before)) {
    await writeFile(path, text).catch(unwritten(path));
    return true;
  }
  const inTheWay = await makeFolder(dirname(path));
  if (inTheWay !== undefined) throw fileFailed('unable to create dir', inTheWay);
  const have = before !== undefined && again && before.endsWith(text);
  if (!have) await appendFile(path, text).catch(unwritten(path));
  return before === undefined;
}

function unwritten(path: string) {
  return (error: unknown): never => {
    throw fileFailed(`unable to create file ${path}`, goFileError('open', path, error));
  };
}
