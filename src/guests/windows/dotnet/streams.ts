import type { WindowsFiles } from '../files.ts';
import { PsError } from '../powershell/failure.ts';
import { scriptText } from '../powershell/run-block.ts';
import { numberOf, PsObject, textOf, type Value } from '../powershell/value.ts';
import type { Process } from '../process.ts';

/** The bytes of an array. */
export function bytesOf(value: Value): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new PsError('Cannot convert the argument to type "System.Byte[]".');
}

/** `[IO.File]::OpenRead` and its like. Reading sees the file as it was when it was opened. */
export function fileStream(files: WindowsFiles, path: string, how: 'read' | 'write' | 'create'): PsObject {
  if (how !== 'read') files.write(path, Buffer.alloc(0));
  const before = how === 'read' ? files.read(path) : Buffer.alloc(0);
  let position = 0;
  return new PsObject({
    type: 'System.IO.FileStream',
    properties: {
      length: () => (how === 'read' ? before.length : (files.find(path)?.size ?? 0)),
    },
    methods: {
      read: (buffer, offset, count) => {
        const piece = before.subarray(position, position + numberOf(count));
        bytesOf(buffer).set(piece, numberOf(offset));
        position += piece.length;
        return piece.length;
      },
      write: (buffer, offset, count) =>
        void files.append(path, bytesOf(buffer).slice(numberOf(offset), numberOf(offset) + numberOf(count))),
      ...closing,
    },
  });
}

const closing = { close: () => undefined, dispose: () => undefined, flush: () => undefined };

/** `[IO.File]::OpenText`. */
export function fileReader(files: WindowsFiles, path: string): PsObject {
  const lines = scriptText(files.read(path)).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  let at = 0;
  return new PsObject({
    type: 'System.IO.StreamReader',
    methods: { readline: () => lines[at++], ...closing },
  });
}

/** `[Console]::In`. */
export function consoleInput({ stdin, signal }: Process): PsObject {
  return new PsObject({
    type: 'System.IO.TextReader',
    methods: { readline: () => stdin.line(signal) },
  });
}

/** `[Console]::Out` and `[Console]::Error`. */
export function consoleOutput(write: (text: string) => Promise<void>): PsObject {
  const put = async (text: string): Promise<Value> => {
    await write(text);
    return undefined;
  };
  return new PsObject({
    type: 'System.IO.TextWriter',
    methods: {
      write: (text) => put(textOf(text)),
      writeline: (text) => put(`${textOf(text)}\r\n`),
      flush: () => undefined,
    },
  });
}

/** `New-Object IO.StreamReader(stream)`: gives also what came to the file since it was opened. */
export function streamReader(stream: Value): PsObject {
  const read = stream instanceof PsObject ? rests.get(stream) : undefined;
  if (read === undefined) throw new PsError('The argument is no stream that can be read.');
  return new PsObject({
    type: 'System.IO.StreamReader',
    methods: { readtoend: () => read().toString('utf8'), ...closing },
  });
}

/** What of a file has not been read yet, of streams that follow it. */
const rests = new WeakMap<PsObject, () => Buffer>();

/** `[IO.File]::Open(path, 'Open', 'Read', 'ReadWrite')`. */
export function followedStream(files: WindowsFiles, path: string): PsObject {
  files.read(path);
  const stream = new PsObject({ type: 'System.IO.FileStream', methods: closing });
  let position = 0;
  rests.set(stream, () => {
    const rest = Buffer.from(files.read(path).subarray(position));
    position += rest.length;
    return rest;
  });
  return stream;
}
