import type { Writable } from 'node:stream';

const slice = 32 * 1024;

/** Writes all of `data`, waiting whenever the client is slower; gives up quietly once the stream is gone. */
export async function writeAll(stream: Writable, data: Uint8Array): Promise<void> {
  for (let offset = 0; offset < data.length; offset += slice) {
    if (!stream.writable) return;
    if (!stream.write(data.subarray(offset, offset + slice))) await drained(stream);
  }
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const name of ['drain', 'close', 'error']) stream.removeListener(name, done);
      resolve();
    };
    for (const name of ['drain', 'close', 'error']) stream.once(name, done);
  });
}
