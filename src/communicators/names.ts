import { basename, join, resolve } from 'node:path';
import { transferFailed } from './words.ts';

/**
 * Where an entry of a guest's folder goes below `folder`, for every transport. A name that leads anywhere else is refused: a
 * guest must not write outside of the folder that was asked for.
 */
export function placeBelow(folder: string, name: string): string {
  const parts = name.split(/[\\/]/);
  const outside = parts.includes('..') || /^([\\/]|[a-z]:)/i.test(name) || name.includes('\0');
  if (outside)
    throw transferFailed(
      `the guest named a file outside of its folder: ${JSON.stringify(name.slice(0, 200))}`,
    );
  return join(folder, name);
}

/** The name under which a folder of this machine is sent: `..` has one of its own, else it would leave its destination. */
export function nameOfFolder(source: string): string {
  const name = basename(source);
  return name === '..' ? basename(resolve(source)) : name;
}
