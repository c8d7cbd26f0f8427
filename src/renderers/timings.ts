import type { BuildSummary, StepSummary } from '../events/summary.ts';
import { shortDuration } from './durations.ts';
import { table } from './table.ts';

/** Where each second of a build went, in 80 columns; empty where it was not measured. */
export function timings(build: BuildSummary): string {
  const measured = build.steps.filter(({ spent }) => spent !== undefined);
  if (measured.length === 0) return '';
  const path = criticalPath(measured);
  const onPath = path.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const rows = [
    ['step', ...['total', 'cloud waits', 'calls', 'guest', 'here'].map((title) => title.padStart(11))],
    ...measured.map((step) => row(step, path.includes(step))),
  ];
  return [
    `\n==> Timings of ${build.build}; * is on the critical path`,
    ...table(rows, { indent: 4, width: 80 }),
    `    critical path ${shortDuration(onPath)} of ${shortDuration(build.milliseconds)}; the rest is before the steps and removal after them`,
  ].join('\n');
}

function row(step: StepSummary, critical: boolean): string[] {
  const { guest, calls, waiting } = step.spent ?? { guest: 0, calls: 0, waiting: 0 };
  const here = Math.max(0, step.milliseconds - guest - calls - waiting);
  const cells = [step.milliseconds, waiting, calls, guest, here].map((time) =>
    (time === 0 ? '' : shortDuration(time)).padStart(11),
  );
  return [`${critical ? '*' : ' '} ${step.step}`, ...cells];
}

/** From the step that ended last back over what each one waited for longest, in the order of time. */
function criticalPath(steps: readonly StepSummary[]): readonly StepSummary[] {
  const byName = new Map(steps.map((step) => [step.step, step]));
  const ended = (step: StepSummary): number =>
    step.milliseconds + (step.after === undefined ? 0 : endOf(byName.get(step.after)));
  const endOf = (step: StepSummary | undefined): number => (step === undefined ? 0 : ended(step));
  const path: StepSummary[] = [];
  let at = steps.toSorted((one, other) => ended(other) - ended(one))[0];
  while (at !== undefined) {
    path.unshift(at);
    at = at.after === undefined ? undefined : byName.get(at.after);
  }
  return path;
}
