import { blocks } from './blocks.ts';

const BLOCK = 4 * 1024 * 1024;

/** The frame's head: independent blocks of 4 MiB at most, a checksum over all; the last byte is that of the head itself. */
const HEAD = Buffer.from('04224d186470b9', 'hex');

const UNCOMPRESSED = 0x8000_0000;

/** An LZ4 frame, as `lz4` reads it. The algorithm knows one level only. */
export function lz4() {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const [{ compress }, { default: xxhash }] = await Promise.all([
      import('lz4-wasm-nodejs').then((module) => module.default),
      import('xxhash-wasm'),
    ]);
    const checksum = (await xxhash()).create32();
    yield HEAD;
    for await (const block of blocks(source, BLOCK)) {
      checksum.update(block);
      // In front of the data stands its size, which a frame does not have there.
      const data = Buffer.from(compress(block)).subarray(4);
      const smaller = data.length < block.length;
      yield number(smaller ? data.length : block.length + UNCOMPRESSED);
      yield smaller ? data : block;
    }
    yield number(0);
    yield number(checksum.digest());
  };
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
