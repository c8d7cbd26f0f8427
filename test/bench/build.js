import { withProgram } from './bundle.js';

/** Bundles the tool as it ships and the benchmark beside it, then runs it: `node test/bench/build.js [rounds] [scale]`. */
const [rounds = '3', scale = '0.1'] = process.argv.slice(2);
await withProgram('compare', async ({ compare }, places) => {
  await compare({ ...places, rounds: Number(rounds), scale: Number(scale) });
});
