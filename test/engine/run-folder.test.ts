import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRun } from '../../src/engine/run-folder.ts';
import { newRunId } from '../../src/engine/run-id.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const header = {
  build: 'b',
  builder: 'alicloud-ecs',
  template: '/t.json',
  digest: 'd',
  region: 'cn-hangzhou',
};

describe('the folder of a run', () => {
  it('is closed to others and begins with who it is', () => {
    const state = temporaryFolder('state');
    const run = createRun(state, header);
    expect(run.path).toBe(join(state, 'runs', run.runId));
    expect(statSync(run.path).mode & 0o777).toBe(0o700);
    run.close();
    const [line = ''] = readFileSync(join(run.path, 'journal.ndjson'), 'utf8').split('\n');
    expect(JSON.parse(line)).toMatchObject({ type: 'run', version: 1, id: run.runId, ...header });
  });

  it('keeps the state folder out of git, and leaves alone what somebody wrote there', () => {
    const state = temporaryFolder('state');
    createRun(state, header).close();
    expect(readFileSync(join(state, '.gitignore'), 'utf8')).toBe('*\n');
    writeFileSync(join(state, '.gitignore'), 'runs/\n');
    createRun(state, header).close();
    expect(readFileSync(join(state, '.gitignore'), 'utf8')).toBe('runs/\n');
  });

  it('is filled before its journal begins, so that every run that has begun can be taken up', () => {
    const state = temporaryFolder('state');
    let journal = 'not looked at';
    const run = createRun(state, header, (path) => {
      journal = readFileSync(join(path, 'journal.ndjson'), 'utf8');
    });
    run.close();
    expect(journal).toBe('');
  });

  it('says which folder cannot be made', () => {
    const blocked = join(temporaryFolder('state'), 'file');
    writeFileSync(blocked, '');
    expect(() => createRun(join(blocked, 'state'), header)).toThrow(/^Writing the journal .*: ENOTDIR/);
  });

  it('has a name that sorts by time', () => {
    expect(newRunId(new Date('2026-11-24T04:15:23Z'))).toMatch(/^20261124-041523-[0-9a-f]{6}$/);
  });
});
