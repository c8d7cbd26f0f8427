import type { Duplex } from 'node:stream';

/** Takes exactly as much as asked from a stream that speaks SSH afterwards: not a byte more may be read. */
export function take(stream: Duplex, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      stream.off('readable', look).off('end', ended).off('error', failed).off('close', ended);
    };
    const look = (): void => {
      const bytes: unknown = stream.read(count);
      if (!Buffer.isBuffer(bytes)) return;
      settle();
      if (bytes.length < count) reject(new Error('the connection was closed'));
      else resolve(bytes);
    };
    const ended = (): void => failed(new Error('the connection was closed'));
    const failed = (error: Error): void => {
      settle();
      reject(error);
    };
    stream.on('readable', look).once('end', ended).once('close', ended).once('error', failed);
    look();
  });
}
