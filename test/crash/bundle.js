import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { bundled, root } from '../bundling.js';

/**
 * Bundles the program and one of the crash tests into a folder of their own, so that neither changes while the test runs,
 * and starts the test: `node test/crash/bundle.js main.ts [arguments]`.
 */
const [entry = 'main.ts', ...args] = process.argv.slice(2);
const outdir = await bundled('crash', ['src/cli/main.ts', 'test/crash/child.ts', `test/crash/${entry}`]);
const script = `${outdir}/test/crash/${entry.replace(/ts$/, 'js')}`;
const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
rmSync(outdir, { recursive: true, force: true });
process.exitCode = status ?? 1;
