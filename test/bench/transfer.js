import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles the benchmark with the code that ships and runs it: `node test/bench/transfer.js [rounds]`. */
const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const outfile = path('../../node_modules/.cache/ecs-imagebuild-bench/transfer.mjs');
await build({
  entryPoints: [path('compare-transfers.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['ssh2', 'modern-tar'],
  logLevel: 'warning',
});
// Files are kept in memory where there is a place for that: making thousands on a busy disk takes longer than any transfer.
const env = existsSync('/dev/shm') ? { ...process.env, TMPDIR: '/dev/shm' } : process.env;
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env,
});
process.exitCode = status ?? 1;
