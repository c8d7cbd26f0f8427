import { posix } from 'node:path';
import { FileError } from '../files.ts';
import type { FolderNode, Node } from './node.ts';

/** Whose rights count. Root (uid 0) may do everything. */
export interface UserIds {
  readonly uid: number;
  readonly groups: readonly number[];
}

export const root: UserIds = { uid: 0, groups: [0] };

type Right = 'read' | 'write' | 'search';

const bits: Readonly<Record<Right, number>> = { read: 4, write: 2, search: 1 };

/** The classic owner, group, others check. */
function mayUse(node: Node, who: UserIds, right: Right): boolean {
  if (who.uid === 0) return true;
  const shift = node.uid === who.uid ? 6 : who.groups.includes(node.gid) ? 3 : 0;
  return ((node.mode >> shift) & bits[right]) !== 0;
}

export function demand(node: Node, path: string, who: UserIds, right: Right): void {
  if (!mayUse(node, who, right)) throw new FileError('EACCES', path);
}

/** Where a path leads: the folder that holds it, its name there, and what is there. `name` is empty for the root folder. */
export interface PathEntry {
  readonly folder: FolderNode;
  readonly name: string;
  readonly node: Node | undefined;
  /** Without links in it. */
  readonly path: string;
}

/** Follows `path` from `top`; the last name too when `follow`. A missing last name is a place without a node. */
export function walk(top: FolderNode, path: string, who: UserIds, follow: boolean, links = 0): PathEntry {
  if (path.includes('\0')) throw new FileError('EINVAL', path);
  const names = posix
    .normalize(`/${path}`)
    .split('/')
    .filter((name) => name !== '');
  let folder = top;
  let here = '';
  for (const [index, name] of names.entries()) {
    demand(folder, path, who, 'search');
    const node = folder.entries.get(name);
    const isLast = index === names.length - 1;
    if (node?.type === 'link' && (follow || !isLast)) {
      if (links >= 40) throw new FileError('ELOOP', path);
      const target = posix.resolve(here || '/', node.target);
      return walk(top, [target, ...names.slice(index + 1)].join('/'), who, follow, links + 1);
    }
    if (isLast) return { folder, name, node, path: `${here}/${name}` };
    if (node === undefined) throw new FileError('ENOENT', path);
    if (node.type !== 'directory') throw new FileError('ENOTDIR', path);
    folder = node;
    here += `/${name}`;
  }
  return { folder: top, name: '', node: top, path: '/' };
}

/** The node itself, or ENOENT. */
export function find(top: FolderNode, path: string, who: UserIds, follow = true): Node {
  const { node } = walk(top, path, who, follow);
  if (node === undefined) throw new FileError('ENOENT', path);
  return node;
}
