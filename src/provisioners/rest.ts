import { pause } from '../wire/pause.ts';
import { cancelledComponent } from './words.ts';

/** A pause in the name of a provisioner that ends with `cancelled` as soon as `signal` says so. */
export async function rest(milliseconds: number, type: string, signal: AbortSignal): Promise<void> {
  if (!(await pause(milliseconds, signal))) throw cancelledComponent(type);
}
