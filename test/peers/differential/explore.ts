import { fileURLToPath } from 'node:url';
import { judge, same } from './agreement.ts';
import { areas } from './areas.ts';
import { outcomesOf, type Pair, packersAnswer, paired } from './both.ts';
import type { Case } from './case.ts';
import { startOurs } from './ours.ts';
import type { Outcome } from './outcome.ts';
import { tally } from './tally.ts';

/** For work on the cases: prints every difference that is not listed. Arguments: beginnings of `AREA/CASE`. */
const wanted = process.argv.slice(2);
const ours = startOurs(fileURLToPath(new URL('driver.js', import.meta.url)));
const count = tally();
let left = 0;
const all = areas.flatMap(({ name: area, cases }) =>
  cases.map((one) => ({ ...one, name: `${area}/${one.name}` })),
);
const queue = all.filter(
  ({ name }) => wanted.length === 0 || wanted.some((beginning) => name.startsWith(beginning)),
);

async function work(): Promise<void> {
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    await pairsOf(one).then(
      (pairs) => {
        for (const pair of pairs) compare(one, pair);
      },
      (error: Error) => print(`#### ${one.name}: ${error.message}`),
    );
  }
}

async function pairsOf(one: Case): Promise<readonly Pair[]> {
  return paired(one, ...(await Promise.all([packersAnswer(one), outcomesOf(one, ours.call)])));
}

function compare(one: Case, pair: Pair): void {
  count.add(same(pair.packer, pair.ours));
  const { packer, ours: own } = judge(one.name, pair);
  if (same(packer, own)) return;
  left += 1;
  print(`\n######## ${one.name}: ${pair.call}   ${(one.text ?? JSON.stringify(one.template)).slice(0, 300)}`);
  print(`---- packer ${packer.code}\n${packer.stdout}\n---- ours ${own.code}\n${own.stdout}`);
  for (const path of Object.keys({ ...packer.files, ...own.files })) printFile(path, packer, own);
}

function printFile(path: string, packer: Outcome, own: Outcome): void {
  if (packer.files[path] === own.files[path]) return;
  print(`---- FILE ${path}\n${packer.files[path]}\n--\n${own.files[path]}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

await Promise.all([work(), work(), work()]);
print(`${count.report()}; ${left} differ`);
ours.close();
