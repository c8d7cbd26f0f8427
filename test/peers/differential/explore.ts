import { fileURLToPath } from 'node:url';
import { judge, same } from './agreement.ts';
import { areas } from './areas.ts';
import { runBoth } from './both.ts';
import { startOurs } from './ours.ts';
import { waiting } from './waiting.ts';

/** For work on the cases: prints every difference that is not listed. Arguments: names of areas or cases. */
const wanted = process.argv.slice(2);
const ours = startOurs(fileURLToPath(new URL('driver.js', import.meta.url)));
const cases = areas.flatMap(({ name: area, cases: own }) =>
  own.map((one) => ({ ...one, name: `${area}/${one.name}` })),
);
const chosen = cases.filter(
  ({ name, needs }) =>
    (needs === undefined || !waiting.has(needs)) &&
    (wanted.length === 0 || wanted.some((word) => name.startsWith(word))),
);
let calls = 0;
let equal = 0;
let listed = 0;
const begin = performance.now();
const queue = [...chosen];
const worker = async () => {
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    for (const pair of await runBoth(one, ours).catch((error: Error) => {
      process.stdout.write(`#### ${one?.name} ${error.message}\n`);
      return [];
    })) {
      calls += 1;
      if (same(pair.packer, pair.ours)) {
        equal += 1;
        continue;
      }
      const verdict = judge(one.name, pair);
      if (same(verdict.packer, verdict.ours)) {
        listed += 1;
        continue;
      }
      const { packer, ours: own } = verdict;
      process.stdout.write(
        `\n######## ${one.name}: ${pair.call}   ${(one.text ?? JSON.stringify(one.template)).slice(0, 300)}\n`,
      );
      process.stdout.write(
        `---- packer ${packer.code}\n${packer.stdout}\n---- ours ${own.code}\n${own.stdout}\n`,
      );
      if (JSON.stringify(packer.files) !== JSON.stringify(own.files))
        for (const key of new Set([...Object.keys(packer.files), ...Object.keys(own.files)]))
          if (packer.files[key] !== own.files[key])
            process.stdout.write(`---- FILE ${key}\n${packer.files[key]}\n--\n${own.files[key]}\n`);
    }
  }
};
await Promise.all([worker(), worker(), worker()]);
process.stdout.write(
  `${chosen.length} cases, ${calls} calls, ${equal} equal, ${listed} with listed differences, ${calls - equal - listed} differ; ${Math.round(performance.now() - begin)} ms\n`,
);
ours.close();
