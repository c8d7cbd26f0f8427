import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { quoted } from '../../../wire/quoted.ts';
import type { TransferOptions } from '../../communicator.ts';
import { nameOfFolder } from '../../names.ts';
import { transferFailed } from '../../words.ts';
import type { Link, RemoteProcess } from '../link.ts';
import { remotePath } from '../quote.ts';
import { readTree, type Tree } from '../tree.ts';
import { archiveOf } from './archive.ts';
import type { GuestTar } from './guest-tar.ts';
import { type Done, withScript } from './remote.ts';
import { folderLines, octal, uploadScript } from './script.ts';

interface FolderUpload {
  readonly tar: GuestTar;
  readonly source: string;
  readonly destination: string;
}

/** Sends a folder as one archive, with scp's rules for where it goes; gives `false` where the guest cannot take it. */
export async function tarUpload(
  link: Link,
  { tar, source, destination }: FolderUpload,
  options: TransferOptions,
): Promise<Done> {
  const tree = await readTree(source);
  if (hasLineEnds(tree)) return false;
  const name = source.endsWith('/') ? '' : nameOfFolder(source);
  const values = [quoted(name), octal(tree.mode), remotePath(destination)];
  const command = `exec /bin/sh -c '${uploadScript(tar)}' sh ${values.join(' ')}`;
  return withScript(link, command, options.signal, async (script) => {
    const { umask, fresh } = await readiness(script);
    if (!fresh) script.stdin.write(`${[...folderLines(tree, umask), ''].join('\n')}\n`);
    const archive = archiveOf(tree, { umask, folders: fresh });
    let sent = 0;
    archive.on('data', (chunk: Buffer) => {
      sent += chunk.length;
      options.onProgress?.(Math.min(sent, Math.max(0, tree.bytes - 1)), tree.bytes);
    });
    await pipeline(archive, script.stdin);
    options.onProgress?.(tree.bytes, tree.bytes);
  });
}

/** The script's first line. Ends without one when it has nothing to say: its exit status does. */
async function readiness({ stdout, ended }: RemoteProcess): Promise<{ umask: number; fresh: boolean }> {
  const line = await firstLine(stdout, ended);
  const [, umask, place] = /ready ([0-7]+) (fresh|merge)$/.exec(line) ?? [];
  if (umask === undefined)
    throw transferFailed(`The guest's shell wrote ${JSON.stringify(line)} where it should have got ready`);
  return { umask: Number.parseInt(umask, 8), fresh: place === 'fresh' };
}

/** Whatever a start-up file of the guest's shell prints goes before it. */
function firstLine(stdout: Readable, ended: Promise<unknown>): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const hear = (chunk: Buffer): void => {
      text = (text + chunk.toString('latin1')).slice(-4096);
      const line = text
        .split('\n')
        .find((each, index, all) => index < all.length - 1 && each.includes('ready '));
      if (line !== undefined) settle(line);
    };
    const settle = (line: string): void => {
      stdout.off('data', hear);
      stdout.resume();
      resolve(line);
    };
    stdout.on('data', hear);
    void ended.then(() => settle(text.trim()));
  });
}

function hasLineEnds(tree: Tree): boolean {
  return (
    [tree, ...tree.files, ...tree.folders].some(({ name }) => name.includes('\n')) ||
    tree.folders.some(hasLineEnds)
  );
}
