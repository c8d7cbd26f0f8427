import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdings } from '../../src/engine/holdings.ts';
import { createRun, openRun } from '../../src/engine/run-folder.ts';
import { findRun, listRuns, newestUnfinished, standsAt, statusOf } from '../../src/engine/run-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const header = { build: 'b', builder: 'null', template: '/t.json', digest: 'd', region: 'r' };
const VPC = { type: 'made', step: 'vpc', key: '', id: 'vpc-1', noun: 'VPC', region: 'r' } as const;

function stateWith(...outcomes: readonly ('succeeded' | 'aborted' | 'failed' | undefined)[]) {
  const state = temporaryFolder('state');
  const runs = outcomes.map((outcome) => {
    const run = createRun(state, header);
    run.journal.write({ type: 'started', step: 'vpc' });
    run.journal.write(VPC);
    if (outcome !== undefined) run.journal.write({ type: 'ended', outcome });
    run.close();
    return run;
  });
  return { state, runs };
}

describe('the runs of a folder', () => {
  it('are told by their journals: state, step, holdings', () => {
    const { state, runs } = stateWith('aborted');
    const [run] = listRuns(state);
    expect(run?.id).toBe(runs[0]?.runId);
    if (run === undefined) return;
    expect(statusOf(run)).toBe('aborted');
    expect(standsAt(run.state)).toBe('vpc');
    expect(holdings(run.state)).toEqual([{ step: 'vpc', id: 'vpc-1', noun: 'VPC', region: 'r' }]);
  });

  it('hold their images no more once they have succeeded', () => {
    const [run] = listRuns(stateWith('succeeded').state);
    expect(run && holdings(run.state)).toEqual([]);
  });

  it('are running while a process has them, and then cannot be taken', () => {
    const state = temporaryFolder('state');
    const run = createRun(state, header);
    expect(listRuns(state).map(statusOf)).toEqual(['running']);
    expect(() => openRun(run.path)).toThrow(`belongs to the running process ${process.pid}`);
    run.close();
    expect(listRuns(state).map(statusOf)).toEqual(['interrupted']);
  });

  it('can be named by the end of their id', () => {
    const { state, runs } = stateWith('aborted', 'aborted');
    const id = runs[1]?.runId ?? '';
    expect(findRun(state, id.slice(-6)).id).toBe(id);
    expect(() => findRun(state, '20')).toThrow('There is no run 20 in');
  });

  it('go on with the newest that has not ended, or that failed and could not clean up', () => {
    const { state, runs } = stateWith('failed', 'succeeded');
    expect(newestUnfinished(state).id).toBe(runs[0]?.runId);
    expect(() => newestUnfinished(stateWith('succeeded').state)).toThrow(/^No run in .* is unfinished/);
  });

  it('that have an empty, torn, broken or newer journal are told, not tripped over', () => {
    const { state, runs } = stateWith('aborted');
    const path = runs[0]?.path ?? '';
    const file = join(path, 'journal.ndjson');
    appendFileSync(file, '{"type":"started","st');
    expect(listRuns(state).map(statusOf)).toEqual(['aborted']);
    openRun(path).close();
    expect(readFileSync(file, 'utf8')).toMatch(/"aborted"\}\n$/);
    writeFileSync(file, 'nonsense\n');
    expect(listRuns(state)[0]).toMatchObject({ unreadable: expect.stringContaining('line 1 is not JSON') });
    writeFileSync(file, '{"type":"run","version":9,"id":"x"}\n');
    expect(() => openRun(path)).toThrow('it has version 9, this program knows version 1');
    truncateSync(file);
    expect(listRuns(state).map(statusOf)).toEqual(['empty']);
    expect(() => openRun(path)).toThrow('ended before it had begun: its journal is empty');
    expect(listRuns(state).map(statusOf)).toEqual(['empty']);
  });
});
