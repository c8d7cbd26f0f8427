import { setTimeout as pause } from 'node:timers/promises';
import { cancelledComponent } from './words.ts';

/** A pause in the name of a provisioner that ends with `cancelled` as soon as `signal` says so. */
export async function rest(milliseconds: number, type: string, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined);
  if (signal.aborted) throw cancelledComponent(type);
}
