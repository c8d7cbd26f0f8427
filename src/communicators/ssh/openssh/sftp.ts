import { createWriteStream, rmSync, symlinkSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, posix, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TransferOptions } from '../../communicator.ts';
import { nameOfFolder } from '../../names.ts';
import { cancelledDuring, transferFailed } from '../../words.ts';
import type { Transfers } from '../communicator.ts';
import { type Sendable, sendable } from '../source.ts';
import { readTree, type Tree } from '../tree.ts';
import { GUEST } from './config.ts';
import type { OpensshLink } from './openssh-link.ts';
import type { Programs } from './programs.ts';

/** Files and folders with the program `sftp`, which tells no progress but the end. */
export function opensshSftp(link: OpensshLink, programs: Programs): Omit<Transfers, 'downloadDir'> {
  const batch = async (lines: readonly string[], about: string, { signal }: TransferOptions) => {
    if (signal.aborted) throw cancelledDuring('a file transfer');
    await link.ready(signal);
    const args = [...link.shared(), '-q', '-b', '-', GUEST];
    const { code, output } = await programs.run('sftp', args, { signal, input: `${lines.join('\n')}\n` });
    if (signal.aborted) throw cancelledDuring('a file transfer');
    if (code !== 0) throw transferFailed(`${about}: ${complaint(output)}`);
  };
  return {
    async upload(source, destination, options) {
      const file = await sendable(source, options.signal);
      const { mode, size } = file;
      const local = await localFile(file, programs, options);
      try {
        const lines = [
          `put ${word(local.path)} ${word(destination)}`,
          `chmod ${octal(mode)} ${word(destination)}`,
        ];
        await batch(lines, destination, options);
        options.onProgress?.(size, size);
      } finally {
        rmSync(local.path, { force: true });
      }
    },
    async uploadDir(source, destination, options) {
      const tree = await readTree(source);
      const root = source.endsWith('/') ? destination : posix.join(destination, nameOfFolder(source));
      await batch(folderLines(tree, root), root, options);
      options.onProgress?.(tree.bytes, tree.bytes);
    },
    async download(source, destination, options) {
      await batch([`get ${pattern(source)} ${word(resolve(destination))}`], source, options);
      const { size } = await stat(destination);
      options.onProgress?.(size, size);
    },
  };
}

let count = 0;

/** A plain name for the program: it would take some characters of a path for patterns. */
async function localFile(file: Sendable, { workspace }: Programs, { signal }: TransferOptions) {
  count += 1;
  const path = workspace.path(`upload-${count}`);
  if (file.path !== undefined) symlinkSync(resolve(file.path), path);
  else await pipeline(file.open(), createWriteStream(path, { mode: 0o600 }), { signal });
  return { path };
}

function folderLines(tree: Tree, at: string): readonly string[] {
  return [
    `-mkdir ${word(at)}`,
    ...tree.files.flatMap(({ path, name, mode }) => {
      const target = word(posix.join(at, name));
      return [`put ${pattern(resolve(path))} ${target}`, `chmod ${octal(mode)} ${target}`];
    }),
    ...tree.folders.flatMap((folder) => folderLines(folder, join(at, folder.name))),
    `chmod ${octal(tree.mode)} ${word(at)}`,
  ];
}

function word(path: string): string {
  if (path.includes('\n')) throw transferFailed(`sftp cannot carry the file name ${JSON.stringify(path)}`);
  return `"${path.replace(/["\\]/g, (special) => `\\${special}`)}"`;
}

/** A path that the program looks up as a pattern: its own characters mean themselves. */
function pattern(path: string): string {
  return word(path.replace(/[*?[\]\\]/g, (special) => `\\${special}`));
}

function octal(mode: number): string {
  return mode.toString(8).padStart(3, '0');
}

function complaint(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('sftp>'));
  return lines.at(-1)?.trim() ?? 'sftp failed';
}
