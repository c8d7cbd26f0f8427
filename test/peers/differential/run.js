import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { bundled, root } from '../../bundling.js';

/** Bundles and starts a program of this folder and what it calls: `node test/peers/differential/run.js explore.ts [arguments]`. */
const [entry = 'explore.ts', ...args] = process.argv.slice(2);
const folder = 'test/peers/differential';
const outdir = await bundled('differential', [`${folder}/driver.ts`, `${folder}/${entry}`]);
const script = `${outdir}/${folder}/${entry.replace(/ts$/, 'js')}`;
const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
rmSync(outdir, { recursive: true, force: true });
process.exitCode = status ?? 1;
