import type { Credentials, Keys } from './keys.ts';

export interface ExpiringKeys {
  readonly keys: Keys;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

interface Source {
  readonly describe: string;
  readonly identity: string;
  fetch(signal: AbortSignal): Promise<ExpiringKeys>;
}

/** Milliseconds before their end at which keys are replaced; roles give them for 15 minutes at least. */
const margin = 5 * 60_000;
const longestFetch = 60_000;

/**
 * Keeps temporary keys fresh. All who ask while new ones are on their way wait for the same; who is cancelled leaves
 * alone. When the source fails, keys that are still good serve on.
 */
export function refreshing(source: Source): Credentials {
  let current: ExpiringKeys | undefined;
  let flight: Promise<ExpiringKeys> | undefined;
  const refresh = async () => {
    try {
      current = await source.fetch(AbortSignal.timeout(longestFetch));
      return current;
    } finally {
      flight = undefined;
    }
  };
  return {
    describe: source.describe,
    identity: source.identity,
    get: async (signal, refused) => {
      if (refused !== undefined && current?.keys === refused) current = undefined;
      if (current !== undefined && left(current) > margin) return current.keys;
      flight ??= refresh();
      try {
        return (await orAborted(flight, signal)).keys;
      } catch (error) {
        if (signal.aborted || current === undefined || left(current) < 0) throw error;
        return current.keys;
      }
    },
  };
}

function left(keys: ExpiringKeys): number {
  return keys.expires - Date.now();
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
