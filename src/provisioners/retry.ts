import { type ErrorCode, isBuildError } from '../errors/build-error.ts';
import { pause } from '../wire/pause.ts';
import { cancelledComponent } from './words.ts';

const INTERVAL = 2000;

/**
 * Packer's retry: again every two seconds, whatever went wrong, until `timeout` milliseconds have passed; then the last
 * error. What no waiting can heal (a communicator that has no such method, a script that is gone from this machine, a
 * host key that changed, cancellation) is thrown at once.
 */
export async function retryUntil<T>(timeout: number, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + timeout;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (isHopeless(error) || signal.aborted || Date.now() + INTERVAL >= deadline) throw error;
      if (!(await pause(INTERVAL, signal))) throw error;
    }
  }
}

const HOPELESS: readonly ErrorCode[] = [
  'cancelled',
  'component-unsupported',
  'interpolation-failed',
  'config-invalid',
  'connect-denied',
  'cloud-denied',
  'credentials-missing',
];

function isHopeless(error: unknown): boolean {
  return isBuildError(error, ...HOPELESS) || isLocalFileError(error);
}

const FILE_CODES = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG'];
const FILE_CALLS = ['open', 'stat', 'lstat', 'read', 'readlink', 'scandir'];

/** A file of this machine that is not there, no file, or not ours to read; what a guest says has no such call. */
function isLocalFileError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  const here = FILE_CODES.includes(code ?? '') && FILE_CALLS.includes(syscall ?? '');
  return here || isLocalFileError(error.cause);
}

/** A pause in the name of a provisioner that ends with `cancelled` as soon as `signal` says so. */
export async function pauseUnlessCancelled(
  milliseconds: number,
  type: string,
  signal: AbortSignal,
): Promise<void> {
  if (!(await pause(milliseconds, signal))) throw cancelledComponent(type);
}
