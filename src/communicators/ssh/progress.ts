import type { TransferOptions } from '../communicator.ts';

const INTERVAL = 100;

/** Progress as a person can follow it: a few times a second, and always the end. */
export function calm(options: TransferOptions): TransferOptions {
  const { onProgress } = options;
  if (onProgress === undefined) return options;
  let last = Number.NEGATIVE_INFINITY;
  return {
    ...options,
    onProgress(bytes, total) {
      const now = performance.now();
      if (now - last < INTERVAL && bytes !== total) return;
      last = now;
      onProgress(bytes, total);
    },
  };
}
