import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles the program and one of the crash tests into a folder of their own, so that neither changes while the test runs,
 * and starts the test: `node test/crash/bundle.js main.ts [arguments]`.
 */
const [entry = 'main.ts', ...args] = process.argv.slice(2);
const root = fileURLToPath(new URL('../..', import.meta.url));
const outdir = `${root}node_modules/.cache/ecs-imagebuild-crash/${process.pid}`;
await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts', 'test/crash/child.ts', `test/crash/${entry}`],
  outbase: '.',
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['ssh2', 'just-bash', 'pino'],
  logLevel: 'warning',
  banner: {
    js: "import{createRequire as createRequireForBundle}from'node:module';const require=createRequireForBundle(import.meta.url);",
  },
});
const script = `${outdir}/test/crash/${entry.replace(/ts$/, 'js')}`;
const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
rmSync(outdir, { recursive: true, force: true });
process.exitCode = status ?? 1;
