import type { Writable } from 'node:stream';

/** Writes, and waits until the stream takes more, so that memory stays flat. False: it takes nothing any more. */
export async function written(
  stream: Writable,
  bytes: string | Uint8Array,
  gone?: Promise<unknown>,
): Promise<boolean> {
  if (!stream.writable) return false;
  if (stream.write(bytes)) return true;
  const events = ['drain', 'close', 'error'];
  await new Promise<void>((resolve) => {
    const settle = () => {
      for (const event of events) stream.off(event, settle);
      resolve();
    };
    for (const event of events) stream.once(event, settle);
    void gone?.then(settle);
  });
  return stream.writable;
}
