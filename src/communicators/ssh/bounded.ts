import { cancelledDuring, transferFailed } from '../words.ts';

/** Waits for some work, but not past the signal. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelledDuring('a file transfer'));
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
  });
}

/** How long a program on the guest may take to end once it has got or given everything. */
const PATIENCE = 10 * 60_000;

/** Waits for such an end, but neither past the signal nor for ever. */
export async function endIn<T>(
  ended: Promise<T>,
  what: string,
  { signal, patience = PATIENCE }: { readonly signal: AbortSignal; readonly patience?: number },
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          transferFailed(`${what} on the guest did not end within ${patience / 1000} s after the transfer`),
        ),
      patience,
    );
  });
  try {
    return await unlessAborted(Promise.race([ended, late]), signal);
  } finally {
    clearTimeout(timer);
  }
}
