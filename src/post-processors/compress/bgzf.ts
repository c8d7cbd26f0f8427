import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import { blocks } from './blocks.ts';

/** What one block holds; its compressed form has to fit into 64 KiB, whatever the data. */
const BLOCK = 0xff00;

/** An empty block, which marks the end. */
const END = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');

const deflate = promisify<Buffer, { readonly level: number }, Buffer>(deflateRaw);

/** Gzip in blocks of its own that can be found by their lengths: the form of `bgzip`. */
export function bgzf(level: number) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const block of blocks(source, BLOCK))
      yield* compressed(block, await deflate(block, { level }));
    yield END;
  };
}

function compressed(block: Buffer, data: Buffer): readonly Buffer[] {
  const head = Buffer.from('1f8b08040000000000ff0600424302000000', 'hex');
  head.writeUInt16LE(head.length + data.length + 8 - 1, 16);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(block), 0);
  tail.writeUInt32LE(block.length, 4);
  return [head, data, tail];
}
