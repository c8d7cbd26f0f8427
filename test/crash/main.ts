import { parseArgs } from 'node:util';
import { print, row } from './print.ts';
import { randomNumbers, sideBySide } from './side-by-side.ts';
import { type Suite, suites } from './suites.ts';
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
  print(`seed ${seed}`);
  print(row(['suite', 'points', 'kills', 'passed', 'seconds']));
  const planned = [];
  for (const suite of suites.filter(({ name }) => name.startsWith(values.only)))
    planned.push(open(suite, await suite.trials(plan, random)));
  // All in one queue: a trial that only waits must not keep the next suite from beginning.
  const queue = planned.flatMap((one) => one.trials.map((trial) => ({ one, trial })));
  const verdicts = await sideBySide(queue, Number(values.jobs), async ({ one, trial }) =>
    one.note(tell(one.suite, trial, await triedOrFailed(trial))),
  );
  const passed = verdicts.filter(({ wrong }) => wrong.length === 0).length;
  print(`${passed} passed, ${verdicts.length - passed} failed`);
  return passed > 0 && passed === verdicts.length ? 0 : 1;
}

/** A trial that could not be carried out counts as failed, and the others are tried all the same. */
function triedOrFailed(trial: Trial): Promise<Verdict> {
  return tried(trial).catch((error: Error) => ({
    wrong: [`not carried out: ${error.stack}; cause: ${error.cause}`],
    killed: 0,
  }));
}

/** A suite that prints its row, with the seconds since all began, when the last of its trials has ended. */
function open(suite: Suite, trials: readonly Trial[]) {
  const begin = performance.now();
  let [ended, kills, good] = [0, 0, 0];
  return {
    suite,
    trials,
    note(verdict: Verdict): Verdict {
      ended += 1;
      kills += verdict.killed;
      good += verdict.wrong.length === 0 ? 1 : 0;
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      if (ended === trials.length) print(row([suite.name, trials.length, kills, good, seconds]));
      return verdict;
    },
  };
}

function tell({ name }: Suite, trial: Trial, verdict: Verdict): Verdict {
  const { wrong } = verdict;
  if (wrong.length === 0) return verdict;
  print(`FAILED ${name}: ${trial.kills.join(', ')}`);
  print(`  npm run test:crash -- --trial '${JSON.stringify(trial)}'`);
  print(`  ${wrong.join('\n').replaceAll('\n', '\n  ')}`);
  return verdict;
}
