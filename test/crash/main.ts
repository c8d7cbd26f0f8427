import { parseArgs } from 'node:util';
import { print, row } from './print.ts';
import { randomNumbers, sideBySide } from './side-by-side.ts';
import { type Plan, type Suite, suites } from './suites.ts';
import { type Trial, tried, type Verdict } from './trial.ts';

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    runs: { type: 'string', default: '200' },
    seed: { type: 'string' },
    /** Builds side by side. */
    jobs: { type: 'string', default: '4' },
    /** Beginning of the names of the suites that are wanted. */
    only: { type: 'string', default: '' },
    /** One trial as JSON, as a failure prints it. */
    trial: { type: 'string' },
  },
});

process.exitCode = values.trial === undefined ? await all() : await one(JSON.parse(values.trial));

async function one(trial: Trial): Promise<number> {
  const { wrong, killed } = await tried(trial);
  print(wrong.length === 0 ? `passed (${killed} killed)` : wrong.join('\n'));
  return wrong.length === 0 ? 0 : 1;
}

/** Runs the suites one after the other, prints a row for each, and gives the exit status. */
async function all(): Promise<number> {
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
  const random = randomNumbers(seed);
  const plan = { every: Number(values.every), runs: Number(values.runs) };
  let [passed, failed] = [0, 0];
  print(`seed ${seed}`);
  print(row(['suite', 'points', 'kills', 'passed', 'seconds']));
  for (const suite of suites.filter(({ name }) => name.startsWith(values.only))) {
    const { good, count } = await whole(suite, plan, random);
    passed += good;
    failed += count - good;
  }
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

async function whole(suite: Suite, plan: Plan, random: () => number) {
  const begin = performance.now();
  const trials = await suite.trials(plan, random);
  const verdicts = await sideBySide(trials, Number(values.jobs), async (trial) =>
    tell(suite, trial, await tried(trial)),
  );
  const good = verdicts.filter(({ wrong }) => wrong.length === 0).length;
  const kills = verdicts.reduce((sum, { killed }) => sum + killed, 0);
  const seconds = (performance.now() - begin) / 1000;
  print(row([suite.name, trials.length, kills, good, seconds.toFixed(1)]));
  return { good, count: trials.length };
}

function tell({ name }: Suite, trial: Trial, verdict: Verdict): Verdict {
  const { wrong } = verdict;
  if (wrong.length === 0) return verdict;
  print(`FAILED ${name}: ${trial.kills.join(', ')}`);
  print(`  npm run test:crash -- --trial '${JSON.stringify(trial)}'`);
  print(`  ${wrong.join('\n').replaceAll('\n', '\n  ')}`);
  return verdict;
}
