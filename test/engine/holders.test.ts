import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decidingAlone, otherHolder } from '../../src/engine/holders.ts';
import { holdings } from '../../src/engine/holdings.ts';
import { lockRun } from '../../src/engine/lock.ts';
import { createRun, runsFolder } from '../../src/engine/run-folder.ts';
import { statusOf, storedRun } from '../../src/engine/run-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const header = { build: 'b', builder: 'null', template: '/t.json', digest: 'd', region: 'r' };

function folder() {
  const state = temporaryFolder('holders');
  const run = (of?: string) => {
    const run = createRun(state, header);
    run.journal.write({ type: 'started', step: 'vpc' });
    run.journal.write({ type: 'made', step: 'vpc', key: '', id: 'vpc-1', ...(of !== undefined && { of }) });
    return run;
  };
  const runs = runsFolder(state);
  return { runs, run, holder: (runId: string, id = 'vpc-1') => otherHolder(runs, { id, runId }) };
}

describe('a thing that several runs hold', () => {
  it('has another holder while one of the others can go on', () => {
    const { run, holder } = folder();
    const maker = run();
    expect(holder(maker.runId)).toBeUndefined();
    const other = run(maker.runId);
    expect(holder(maker.runId)).toBe(other.runId);
    expect(holder(other.runId)).toBe(maker.runId);
    expect(holder(maker.runId, 'vpc-2')).toBeUndefined();
    other.close();
    expect(holder(maker.runId)).toBe(other.runId);
    maker.close();
  });

  it('has none when the others have left it, or are over', () => {
    const { run, runs, holder } = folder();
    const [maker, left, failed] = [run(), run('x'), run('x')];
    left.journal.write({ type: 'passed', step: 'vpc', key: '', to: maker.runId });
    failed.journal.write({ type: 'ended', outcome: 'failed' });
    for (const each of [left, failed]) each.close();
    expect(holder(maker.runId)).toBeUndefined();
    expect(holdings(left.journal.state)).toEqual([]);
    // What others do to a run that is over does not make it an unfinished one.
    failed.journal.remember({ type: 'shared', step: 'vpc', key: '' });
    expect(statusOf(storedRun(failed.runId, join(runs, failed.runId)))).toBe('failed');
    maker.close();
  });

  it('is believed to be held by a run whose journal nobody can read', () => {
    const { run, holder } = folder();
    const [maker, other] = [run(), run()];
    other.close();
    appendFileSync(other.journal.file, 'what is this?\n');
    expect(holder(maker.runId)).toBe(other.runId);
    maker.close();
  });

  it('is decided about by one at a time', async () => {
    const { runs, run } = folder();
    run().close();
    const lock = lockRun(runs);
    const order: string[] = [];
    const deciding = decidingAlone(runs, () => order.push('decided'));
    await new Promise(setImmediate);
    order.push('released');
    lock.release();
    await deciding;
    expect(order).toEqual(['released', 'decided']);
  });
});
