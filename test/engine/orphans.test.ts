import { describe, expect, it } from 'vitest';
import { EMPTY_RUN, type StepState } from '../../src/engine/journal-state.ts';
import { sortTagged, type Tagged } from '../../src/engine/orphans.ts';
import type { StoredRun } from '../../src/engine/run-store.ts';

const NOW = Date.parse('2026-01-02T12:00:00Z');

function thing(id: string, runId: string, more: Partial<Tagged> = {}): Tagged {
  return { id, runId, noun: 'VPC', name: '', parts: [], createdAt: '2026-01-01T00:00:00Z', ...more };
}

function run(id: string, outcome: StoredRun['state']['outcome'], owner?: number): StoredRun {
  const header = { version: 1, id, build: 'b', builder: 'x', template: '/t', digest: '', region: 'r' };
  return { id, path: '', owner, unreadable: undefined, state: { ...EMPTY_RUN, header, outcome } };
}

const freshStep: StepState = {
  status: 'done',
  handles: new Map(),
  things: new Map(),
  unanswered: new Set(),
  attempts: new Map(),
  parts: new Map(),
  fact: undefined,
  failure: undefined,
  tries: 1,
  left: false,
  startedAt: '',
  changedAt: '',
};

const sort = (things: readonly Tagged[], runs: readonly StoredRun[], olderThan = 6 * 3_600_000) => {
  const sorted = sortTagged(things, runs, { olderThan, now: NOW });
  return {
    orphans: sorted.orphans.map(({ id }) => id),
    owned: sorted.owned.map(({ id }) => id),
    kept: sorted.kept.map(({ id }) => id),
  };
};

describe('an orphan', () => {
  it('is of a run that has ended or whose journal is gone, not of one that can go on or is under way', () => {
    const runs = [
      run('ended', 'failed'),
      run('alive', undefined, 1),
      run('dead', undefined),
      run('kept', 'aborted'),
    ];
    const things = ['ended', 'alive', 'dead', 'kept', 'lost'].map((id) => thing(id, id));
    expect(sort(things, runs)).toMatchObject({
      orphans: ['ended', 'lost'],
      owned: ['alive', 'dead', 'kept'],
    });
  });

  it('is nothing that another run holds which can go on, whoever made it', () => {
    const holder = run('holder', 'aborted');
    const vpc = { id: 'vpc-1', at: '', noun: 'VPC', region: 'r', of: 'ended' };
    const step = { ...freshStep, things: new Map([['', vpc]]) };
    const holding = { ...holder, state: { ...holder.state, steps: new Map([['vpc', step]]) } };
    const things = [thing('vpc-1', 'ended'), thing('vpc-2', 'ended'), thing('vpc-1', 'lost')];
    expect(sort(things, [run('ended', 'succeeded'), holding])).toMatchObject({
      orphans: ['vpc-2'],
      owned: ['vpc-1', 'vpc-1'],
    });
    const { owned } = sortTagged(things, [holding], { olderThan: 0, now: NOW });
    expect(owned.map(({ runId }) => runId)).toEqual(['holder', 'holder']);
  });

  it('is old enough; of unknown age it is left alone', () => {
    const young = thing('young', 'x', { createdAt: '2026-01-02T11:00:00Z' });
    const ageless = thing('ageless', 'x', { createdAt: '' });
    expect(sort([young, ageless], []).orphans).toEqual([]);
    expect(sort([young, ageless], [], 0).orphans).toEqual(['young', 'ageless']);
  });

  it('is no image that may be the result of its run, nor a snapshot of that', () => {
    const image = thing('m-1', 'x', { noun: 'image', name: 'mine', parts: ['s-1'] });
    const snapshot = thing('s-1', 'x', { noun: 'snapshot' });
    expect(sort([image, snapshot], [])).toMatchObject({ orphans: [], kept: ['m-1', 's-1'] });
    expect(sort([image, snapshot], [run('x', 'succeeded')]).orphans).toEqual([]);
    expect(sort([image, snapshot], [run('x', 'failed')]).orphans).toEqual(['m-1', 's-1']);
    expect(sort([thing('m-2', 'x', { noun: 'image', name: 'packer_x' })], []).orphans).toEqual(['m-2']);
  });
});
