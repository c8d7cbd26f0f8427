import { randomInt } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFile extends AsyncDisposable {
  readonly path: string;
}

interface TemporaryFileOptions {
  /** The file's name; an asterisk stands for a random number, which otherwise follows the name. */
  readonly name: string;
  readonly content: string;
  readonly folder?: string;
}

/** A file that nobody but this user can read, until it is disposed of. */
export async function temporaryFile(options: TemporaryFileOptions): Promise<TemporaryFile> {
  const [before = '', after = ''] = options.name.split('*');
  const path = join(options.folder || tmpdir(), `${before}${randomInt(2 ** 32)}${after}`);
  await writeFile(path, options.content, { mode: 0o600, flag: 'wx' });
  return { path, [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}
