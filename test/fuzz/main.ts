import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { campaign } from './campaign.ts';
import { corpusIn, mutant } from './mutants.ts';

/**
 * `npm run fuzz -- [--seed N] [--count N] [--peer N] [--jobs N] [--seconds N]`; `--show N` prints one mutant of a seed, to
 * look into what went wrong with it.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '50000' },
    peer: { type: 'string', default: '0' },
    jobs: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '900' },
    show: { type: 'string' },
  },
});
const root = process.cwd();
const corpus = corpusIn(`${root}/fixtures`);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);

if (values.show !== undefined) {
  process.stdout.write(mutant(corpus, seed, Number(values.show)));
} else {
  process.stdout.write(`seed ${seed}, ${corpus.templates.length} templates\n`);
  const begin = performance.now();
  const result = await campaign({
    corpus,
    root,
    seed,
    count: Number(values.count),
    peer: Number(values.peer),
    jobs: Number(values.jobs),
    driver: fileURLToPath(new URL('../peers/differential/driver.js', import.meta.url)),
    milliseconds: Number(values.seconds) * 1000,
  });
  const { tried, accepted, compared, excused, failures } = result;
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  process.stdout.write(
    `${tried} mutants in ${seconds} s, ${accepted} accepted, ${compared} shown to Packer\n`,
  );
  for (const [why, count] of excused) process.stdout.write(`${count} decided otherwise: ${why}\n`);
  for (const { index, what } of failures) process.stdout.write(`--seed ${seed} --show ${index}: ${what}\n`);
  process.stdout.write(`${failures.length} failures\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
