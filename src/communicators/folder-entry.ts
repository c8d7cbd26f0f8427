import { closeSync, openSync, readSync, type Stats } from 'node:fs';
import { transferFailed } from './words.ts';

/**
 * What an entry of a folder that is sent is. What is neither file nor folder, and a file that tells no size but gives
 * something (an entry of /proc), is refused: left out or sent empty it would be missed on the guest alone.
 */
export function kindOfEntry(path: string, facts: Stats): 'file' | 'folder' {
  if (facts.isDirectory()) return 'folder';
  if (!facts.isFile() || (facts.size === 0 && givesSomething(path)))
    throw transferFailed(
      `${path} is no regular file (nor leads to one) and cannot be sent with its folder; send it by itself, or remove it`,
    );
  return 'file';
}

function givesSomething(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    return readSync(file, Buffer.alloc(1), 0, 1, 0) > 0;
  } finally {
    closeSync(file);
  }
}
