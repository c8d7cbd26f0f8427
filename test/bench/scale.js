import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles the tool as it ships and the benchmark beside it, then builds many images at once:
 * `node test/bench/scale.js [sizes] [requests a second] [the most builds for Packer]`.
 */
const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const outdir = path('../../node_modules/.cache/ecs-imagebuild-bench-scale');
mkdirSync(outdir, { recursive: true });
const require = "import{createRequire as bundled}from'node:module';const require=bundled(import.meta.url);";
await build({
  entryPoints: {
    main: path('../../src/cli/main.ts'),
    cloud: path('cloud.ts'),
    scale: path('scale.ts'),
  },
  ...{ outdir, bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20' },
  ...{ external: ['ssh2', 'just-bash', 'pino'], banner: { js: require }, logLevel: 'warning' },
  ...{ minifySyntax: true, minifyWhitespace: true },
});
const { scale } = await import(pathToFileURL(`${outdir}/scale.js`).href);
const [sizes = '1,5,20,100', limit = '20', packerUpTo = '20'] = process.argv.slice(2);
await scale({
  ...{ folder: outdir, root: path('../..'), limit: Number(limit), packerUpTo: Number(packerUpTo) },
  sizes: sizes.split(',').map(Number),
});
