import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Bundles the tool as it ships and the benchmark beside it, then runs it: `node test/bench/build.js [rounds] [scale]`. */
const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const outdir = path('../../node_modules/.cache/ecs-imagebuild-bench');
mkdirSync(outdir, { recursive: true });
const require = "import{createRequire as bundled}from'node:module';const require=bundled(import.meta.url);";
await build({
  entryPoints: {
    main: path('../../src/cli/main.ts'),
    cloud: path('cloud.ts'),
    compare: path('compare.ts'),
  },
  ...{ outdir, bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20' },
  ...{ external: ['ssh2', 'just-bash', 'pino'], banner: { js: require }, logLevel: 'warning' },
  ...{ minifySyntax: true, minifyWhitespace: true },
});
const { compare } = await import(pathToFileURL(`${outdir}/compare.js`).href);
const [rounds = '3', scale = '0.1'] = process.argv.slice(2);
await compare({ folder: outdir, root: path('../..'), rounds: Number(rounds), scale: Number(scale) });
