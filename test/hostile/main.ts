import { parseArgs } from 'node:util';
import { print, row } from '../crash/print.ts';
import { campaign, outcomes, type Row } from './campaign.ts';
import { serveNames } from './names.ts';

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    offset: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: '4' },
  },
});

serveNames();
const begin = performance.now();
print(row(['fault', ...outcomes]));
const { only } = values;
const [every, offset, jobs] = [values.every, values.offset, values.jobs].map(Number);
const rows = await campaign({ only, every: every ?? 1, offset: offset ?? 0, jobs: jobs ?? 4 }, tell);
const failures = rows.reduce((sum, one) => sum + one.failures.length, 0);
const trials = rows.flatMap(({ counts }) => [...counts.values()]).reduce((sum, count) => sum + count, 0);
print(`${trials} builds, ${failures} wrong, ${Math.round((performance.now() - begin) / 1000)} s`);
process.exitCode = failures === 0 && trials > 0 ? 0 : 1;

function tell({ name, counts, failures: wrong }: Row): void {
  print(row([name, ...outcomes.map((outcome) => counts.get(outcome) ?? 0)]));
  for (const failure of wrong) print(`FAILED ${failure}`);
}
