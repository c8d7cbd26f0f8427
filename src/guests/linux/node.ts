/** Things in a memory guest's file tree. Times are milliseconds since 1970. */
interface Common {
  mode: number;
  uid: number;
  gid: number;
  modified: number;
}

interface FileNode extends Common {
  readonly type: 'file';
  /** Room for the content; the first `size` bytes are it. */
  data: Uint8Array;
  size: number;
}

export interface FolderNode extends Common {
  readonly type: 'directory';
  readonly entries: Map<string, Node>;
}

interface LinkNode extends Common {
  readonly type: 'link';
  readonly target: string;
}

/** A file whose content is made when it is read: devices and what the kernel shows under /proc. */
export interface DeviceNode extends Common {
  readonly type: 'device';
  read(): Uint8Array;
  write(data: Uint8Array): void;
}

export type Node = FileNode | FolderNode | LinkNode | DeviceNode;

const byRoot = { uid: 0, gid: 0 };

export function newFile(data: Uint8Array, mode: number): FileNode {
  return { type: 'file', data, size: data.length, mode, ...byRoot, modified: Date.now() };
}

export function newFolder(mode: number): FolderNode {
  return { type: 'directory', entries: new Map(), mode, ...byRoot, modified: Date.now() };
}

export function newLink(target: string): LinkNode {
  return { type: 'link', target, mode: 0o777, ...byRoot, modified: Date.now() };
}

export function newDevice(read: () => Uint8Array, write: (data: Uint8Array) => void = () => {}): DeviceNode {
  return { type: 'device', read, write, mode: 0o666, ...byRoot, modified: Date.now() };
}

/** The bytes of a file or device. */
export function contentOf(node: FileNode | DeviceNode): Uint8Array {
  return node.type === 'device' ? node.read() : node.data.subarray(0, node.size);
}

/** Puts `data` at `offset`; room is doubled, so a file written piece by piece costs linear time. */
export function writeAt(node: FileNode, offset: number, data: Uint8Array): void {
  const end = offset + data.length;
  if (end > node.data.length) {
    const larger = new Uint8Array(Math.max(end, node.data.length * 2));
    larger.set(node.data.subarray(0, node.size));
    node.data = larger;
  }
  if (offset > node.size) node.data.fill(0, node.size, offset);
  node.data.set(data, offset);
  node.size = Math.max(node.size, end);
  node.modified = Date.now();
}
