import { FileError, type FileStatus, type GuestFiles, type OpenFile, type OpenOptions } from '../files.ts';
import { contentOf, type FolderNode, type Node, newFile, newFolder, newLink, writeAt } from './node.ts';
import { demand, find, type PathEntry, type UserIds, walk } from './walk.ts';

/** Files of a memory guest as one user sees them. */
export interface MemoryFiles extends GuestFiles {
  /** The content without copying; not to be changed. */
  whole(path: string): Uint8Array;
  hardLink(existing: string, path: string): void;
}

/** `node.type` in the terms of the protocols. */
function statusOf(node: Node): FileStatus {
  const { mode, uid, gid } = node;
  const type = node.type === 'device' ? 'other' : node.type;
  const size = node.type === 'file' ? node.size : node.type === 'link' ? node.target.length : 0;
  return { type, mode, size, uid, gid, modified: node.modified / 1000 };
}

/** Looks at the tree below `top` with the rights of `who`. */
export function memoryFiles(top: FolderNode, who: UserIds): MemoryFiles {
  const own = <Kind extends Node>(node: Kind): Kind => {
    node.uid = who.uid;
    node.gid = who.groups[0] ?? 0;
    return node;
  };
  const put = (place: PathEntry, path: string, node: Node) => {
    if (place.node !== undefined) throw new FileError('EEXIST', path);
    change(place, path, who);
    place.folder.entries.set(place.name, node);
  };
  const owned = (path: string, follow = true) => {
    const node = find(top, path, who, follow);
    if (who.uid !== 0 && who.uid !== node.uid) throw new FileError('EPERM', path);
    return node;
  };
  return {
    open: async (path, options) => openNode(top, path, options, who, own),
    stat: async (path) => statusOf(find(top, path, who)),
    lstat: async (path) => statusOf(find(top, path, who, false)),
    list: async (path) => {
      const node = find(top, path, who);
      if (node.type !== 'directory') throw new FileError('ENOTDIR', path);
      demand(node, path, who, 'read');
      return [...node.entries.keys()].sort();
    },
    makeDirectory: async (path, mode) => put(walk(top, path, who, false), path, own(newFolder(mode))),
    removeDirectory: async (path) => {
      const place = walk(top, path, who, false);
      if (place.node === undefined) throw new FileError('ENOENT', path);
      if (place.node.type !== 'directory') throw new FileError('ENOTDIR', path);
      if (place.node.entries.size > 0 || place.name === '') throw new FileError('ENOTEMPTY', path);
      change(place, path, who);
      place.folder.entries.delete(place.name);
    },
    remove: async (path) => {
      const place = walk(top, path, who, false);
      if (place.node === undefined) throw new FileError('ENOENT', path);
      if (place.node.type === 'directory') throw new FileError('EISDIR', path);
      change(place, path, who);
      place.folder.entries.delete(place.name);
    },
    rename: async (from, to) =>
      move(walk(top, from, who, false), walk(top, to, who, false), { from, to, who }),
    chmod: async (path, mode) => {
      owned(path).mode = mode & 0o7777;
    },
    chown: async (path, uid, gid) => {
      const node = find(top, path, who);
      if (who.uid !== 0 && (uid !== node.uid || !who.groups.includes(gid)))
        throw new FileError('EPERM', path);
      Object.assign(node, { uid, gid });
    },
    touch: async (path, modified) => {
      const node = find(top, path, who);
      if (who.uid !== node.uid) demand(node, path, who, 'write');
      node.modified = modified * 1000;
    },
    readLink: async (path) => {
      const node = find(top, path, who, false);
      if (node.type !== 'link') throw new FileError('EINVAL', path);
      return node.target;
    },
    link: async (target, path) => put(walk(top, path, who, false), path, own(newLink(target))),
    resolve: async (path) => walk(top, path, who, true).path,
    whole: (path) => {
      const node = find(top, path, who);
      if (node.type === 'directory') throw new FileError('EISDIR', path);
      if (node.type === 'link') throw new FileError('ELOOP', path);
      demand(node, path, who, 'read');
      return contentOf(node);
    },
    hardLink: (existing, path) => {
      const node = find(top, existing, who, false);
      if (node.type === 'directory') throw new FileError('EPERM', existing);
      put(walk(top, path, who, false), path, node);
    },
  };
}

/** Adding and removing names needs the right to write the folder, and in a sticky one (/tmp) to own the thing. */
function change(place: PathEntry, path: string, who: UserIds): void {
  demand(place.folder, path, who, 'write');
  const sticky = (place.folder.mode & 0o1000) !== 0 && who.uid !== 0 && who.uid !== place.folder.uid;
  if (sticky && place.node !== undefined && place.node.uid !== who.uid) throw new FileError('EPERM', path);
  place.folder.modified = Date.now();
}

function move(source: PathEntry, target: PathEntry, by: { from: string; to: string; who: UserIds }): void {
  const { node } = source;
  if (node === undefined) throw new FileError('ENOENT', by.from);
  if (node === target.node) return;
  if (`${target.path}/`.startsWith(`${source.path}/`)) throw new FileError('EINVAL', by.to);
  if (target.node?.type === 'directory') {
    if (node.type !== 'directory') throw new FileError('EISDIR', by.to);
    if (target.node.entries.size > 0) throw new FileError('ENOTEMPTY', by.to);
  } else if (node.type === 'directory' && target.node !== undefined) throw new FileError('ENOTDIR', by.to);
  change(source, by.from, by.who);
  change(target, by.to, by.who);
  source.folder.entries.delete(source.name);
  target.folder.entries.set(target.name, node);
}

function openNode(
  top: FolderNode,
  path: string,
  options: OpenOptions,
  who: UserIds,
  own: <Kind extends Node>(node: Kind) => Kind,
): OpenFile {
  const place = walk(top, path, who, true);
  let { node } = place;
  if (node !== undefined && options.create && options.exclusive) throw new FileError('EEXIST', path);
  if (node === undefined) {
    if (!options.create) throw new FileError('ENOENT', path);
    change(place, path, who);
    node = own(newFile(new Uint8Array(), (options.mode ?? 0o644) & 0o7777));
    place.folder.entries.set(place.name, node);
  } else demand(node, path, who, options.write ? 'write' : 'read');
  if (node.type === 'directory') throw new FileError('EISDIR', path);
  if (node.type === 'link') throw new FileError('ELOOP', path);
  const opened = node;
  if (opened.type === 'file' && options.truncate) resize(opened, 0);
  return {
    read: async (offset, length) => contentOf(opened).slice(offset, offset + length),
    write: async (offset, data) => {
      if (!options.write) throw new FileError('EACCES', path);
      if (opened.type === 'device') opened.write(data);
      else writeAt(opened, options.append ? opened.size : offset, data);
    },
    truncate: async (size) => {
      if (opened.type === 'file') resize(opened, size);
    },
    status: async () => statusOf(opened),
    close: async () => {},
  };
}

function resize(node: Extract<Node, { type: 'file' }>, size: number): void {
  if (size > node.size) writeAt(node, node.size, new Uint8Array(size - node.size));
  else if (size === 0) node.data = new Uint8Array();
  node.size = size;
  node.modified = Date.now();
}
