import { describe, expect, it } from 'vitest';
import { BuildError } from '../../src/errors/build-error.ts';
import { retryUntil } from '../../src/provisioners/retry.ts';
import { explained } from '../../src/provisioners/words.ts';

const fileError = (code: string, syscall: string) =>
  explained('Error uploading script: ', Object.assign(new Error(`${code}: ${syscall}`), { code, syscall }));

/** Whether the error ends it at once, or a pause begins, which is ended here. */
async function endOf(error: Error): Promise<'at once' | 'waited'> {
  const cancel = new AbortController();
  const run = () => {
    setImmediate(() => cancel.abort());
    return Promise.reject(error);
  };
  await retryUntil(60_000, cancel.signal, run).catch(() => undefined);
  return cancel.signal.aborted ? 'waited' : 'at once';
}

describe('a retry of a provisioner', () => {
  it.each([
    ['a script that is gone', fileError('ENOENT', 'stat')],
    ['a folder in place of a script', fileError('EISDIR', 'read')],
    ['a script of another user', fileError('EACCES', 'open')],
    ['a host key that changed', new BuildError('connect-denied', 'The host key changed')],
    ['a denied call', new BuildError('cloud-denied', 'no')],
  ])('does not wait for %s', async (_what, error) => {
    expect(await endOf(error)).toBe('at once');
  });

  it.each([
    ['a lost connection', new BuildError('connection-lost', 'lost')],
    ['a refused connection', fileError('ECONNREFUSED', 'connect')],
    ['a socket that is not there yet', fileError('ENOENT', 'connect')],
  ])('waits for %s', async (_what, error) => {
    expect(await endOf(error)).toBe('waited');
  });
});
