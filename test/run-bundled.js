import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundled, root } from './bundling.js';
import { leash } from './leash.js';

/**
 * Bundles and starts a program of the tests, together with the forms of the tool that such programs start, so that none of them
 * changes meanwhile: `node test/run-bundled.js test/fuzz/main.ts [arguments]`.
 */
const [entry = '', ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'ecs-imagebuild-run-'));
const { release } = leash(folder);
const outdir = await bundled('run', ['test/peers/differential/driver.ts', 'test/crash/child.ts', entry]);
const script = `${outdir}/${entry.replace(/ts$/, 'js')}`;
const env = { ...process.env, TMPDIR: folder };
const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, env, stdio: 'inherit' });
rmSync(outdir, { recursive: true, force: true });
const left = await release();
if (left !== '') process.stderr.write(`still running at the end:\n${left}`);
process.exitCode = left === '' ? (status ?? 1) : 1;
