import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { bundled, root } from './bundling.js';

/**
 * Bundles and starts a program that compares with Packer, together with the driver that it calls:
 * `node test/run-bundled.js test/fuzz/main.ts [arguments]`.
 */
const [entry = '', ...args] = process.argv.slice(2);
const outdir = await bundled('driver', ['test/peers/differential/driver.ts', entry]);
const script = `${outdir}/${entry.replace(/ts$/, 'js')}`;
const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
rmSync(outdir, { recursive: true, force: true });
process.exitCode = status ?? 1;
