import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockRun } from '../../src/engine/lock.ts';
import { isAlive, ownIdentity } from '../../src/wire/process-identity.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = () => temporaryFolder('lock');

describe('the lock of a run', () => {
  it('lets only one owner in, and the next one after its release', () => {
    const path = folder();
    const lock = lockRun(path);
    expect(() => lockRun(path)).toThrow(`The run in ${path} belongs to the running process ${process.pid}.`);
    lock.release();
    lockRun(path).release();
  });

  it('is taken over from a dead owner, also when its pid runs another program now', () => {
    const path = folder();
    const dead = [{ pid: 2 ** 22 + 1 }, { startTime: '1' }, { bootId: 'of another boot' }];
    for (const difference of dead) {
      writeFileSync(join(path, 'lock'), JSON.stringify({ ...ownIdentity(), ...difference }));
      lockRun(path);
      expect(JSON.parse(readFileSync(join(path, 'lock'), 'utf8'))).toEqual(ownIdentity());
    }
  });

  it('is taken over when a crash left it half written', () => {
    const path = folder();
    writeFileSync(join(path, 'lock'), '{"pid":');
    lockRun(path).release();
  });

  it('knows a process that is alive', () => {
    expect(isAlive(ownIdentity())).toBe(true);
  });
});
