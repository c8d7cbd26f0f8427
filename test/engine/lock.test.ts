import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockOwner, lockRun } from '../../src/engine/lock.ts';
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

  it('goes to one of two processes that find the same dead owner', () => {
    const path = folder();
    const file = join(path, 'lock');
    writeFileSync(file, JSON.stringify({ ...ownIdentity(), pid: 2 ** 22 + 1 }));
    let first: ReturnType<typeof lockRun> | undefined;
    const between = () => {
      first ??= lockRun(path);
    };
    expect(() => lockRun(path, { between })).toThrow('belongs to the running process');
    expect(readdirSync(path)).toEqual(['lock']);
    first?.release();
    expect(readdirSync(path)).toEqual([]);
  });

  it('goes to nobody else though the first of them has ended by then, and a third one has it', () => {
    const path = folder();
    writeFileSync(join(path, 'lock'), JSON.stringify({ ...ownIdentity(), pid: 2 ** 22 + 1 }));
    let third: ReturnType<typeof lockRun> | undefined;
    const between = () => {
      lockRun(path).release();
      third = lockRun(path);
    };
    expect(() => lockRun(path, { between })).toThrow('belongs to the running process');
    expect(() => lockRun(path)).toThrow('belongs to the running process');
    third?.release();
  });

  it('is taken over from one who died while taking it over', () => {
    const path = folder();
    const dead = JSON.stringify({ ...ownIdentity(), pid: 2 ** 22 + 1 });
    writeFileSync(join(path, 'lock'), dead);
    const { ino, mtimeNs } = statSync(join(path, 'lock'), { bigint: true });
    writeFileSync(join(path, `lock.${ino}-${mtimeNs}`), dead);
    lockRun(path).release();
    expect(readdirSync(path)).toEqual([]);
  });

  it.each([
    ['on another machine', { host: 'builder-7' }],
    ['on another machine of the same name', { machineId: 'of another machine', bootId: 'of another boot' }],
    ['in another container', { namespace: 'pid:[1]' }],
  ])('of a process %s is refused, with its host, unless that is said to be gone', (_where, place) => {
    const path = folder();
    const owner = { ...ownIdentity(), pid: 2 ** 22 + 1, ...place };
    writeFileSync(join(path, 'lock'), JSON.stringify(owner));
    expect(lockOwner(path)).toBe(owner.pid);
    expect(() => lockRun(path)).toThrow(
      `belongs to process ${owner.pid} on ${owner.host}, or in another container`,
    );
    lockRun(path, { evenForeign: true }).release();
  });

  it('is removed by its owner alone', () => {
    const path = folder();
    const lock = lockRun(path);
    const other = JSON.stringify({ ...ownIdentity(), host: 'builder-7' });
    rmSync(join(path, 'lock'));
    writeFileSync(join(path, 'lock'), other);
    lock.release();
    expect(readFileSync(join(path, 'lock'), 'utf8')).toBe(other);
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
