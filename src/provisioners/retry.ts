import { isBuildError } from '../errors/build-error.ts';
import { pause } from '../wire/pause.ts';
import { cancelledComponent } from './words.ts';

const INTERVAL = 2000;

/**
 * Packer's retry: again every two seconds, whatever went wrong, until `timeout` milliseconds have passed; then the last
 * error. What no waiting can heal (a communicator that has no such method, cancellation) is thrown at once.
 */
export async function retryUntil<T>(timeout: number, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + timeout;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const hopeless = isBuildError(error, 'cancelled', 'component-unsupported', 'interpolation-failed');
      if (hopeless || signal.aborted || Date.now() + INTERVAL >= deadline) throw error;
      if (!(await pause(INTERVAL, signal))) throw error;
    }
  }
}

/** A pause in the name of a provisioner that ends with `cancelled` as soon as `signal` says so. */
export async function pauseUnlessCancelled(
  milliseconds: number,
  type: string,
  signal: AbortSignal,
): Promise<void> {
  if (!(await pause(milliseconds, signal))) throw cancelledComponent(type);
}
