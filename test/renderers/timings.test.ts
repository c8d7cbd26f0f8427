import { expect, test } from 'vitest';
import type { BuildSummary, StepSummary } from '../../src/events/summary.ts';
import { timings } from '../../src/renderers/timings.ts';

const step = (name: string, milliseconds: number, more: Partial<StepSummary> = {}): StepSummary => ({
  step: name,
  status: 'done',
  milliseconds,
  undoMilliseconds: 0,
  ...more,
});
const build: BuildSummary = {
  build: 'web',
  runId: 'r',
  builder: 'alicloud-ecs',
  outcome: 'succeeded',
  milliseconds: 9000,
  error: null,
  steps: [],
  resources: [],
  artifacts: [],
  kept: [],
};

test('every step is told by what its time went to, and the longest chain of steps is marked', () => {
  const steps = [
    step('vpc', 2000, { spent: { guest: 0, calls: 500, waiting: 1400 } }),
    step('keyPair', 300, { spent: { guest: 0, calls: 300, waiting: 0 } }),
    step('instance', 4000, { spent: { guest: 0, calls: 1000, waiting: 3000 }, after: 'vpc' }),
    step('provisioned', 1500, { spent: { guest: 1500, calls: 0, waiting: 0 }, after: 'instance' }),
  ];
  expect(timings({ ...build, steps }).split('\n')).toEqual([
    '',
    '==> Timings of web; * is on the critical path',
    '    step                 total  cloud waits        calls        guest         here',
    '    * vpc                2.0 s        1.4 s       500 ms                    100 ms',
    '      keyPair           300 ms                    300 ms',
    '    * instance           4.0 s        3.0 s        1.0 s',
    '    * provisioned        1.5 s                                  1.5 s',
    '    critical path 7.5 s of 9.0 s; the rest is before the steps and removal after them',
  ]);
});

test('nothing is told where nothing was measured', () => {
  expect(timings({ ...build, steps: [step('vpc', 2000)] })).toBe('');
});
