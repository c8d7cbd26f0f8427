import { withProgram } from './bundle.js';

/**
 * Bundles the tool as it ships and the benchmark beside it, then builds many images at once:
 * `node test/bench/scale.js [sizes] [requests a second] [the most builds for Packer]`.
 */
const [sizes = '1,5,20,100', limit = '20', packerUpTo = '20'] = process.argv.slice(2);
await withProgram('scale', async ({ scale }, places) => {
  await scale({
    ...places,
    limit: Number(limit),
    packerUpTo: Number(packerUpTo),
    sizes: sizes.split(',').map(Number),
  });
});
