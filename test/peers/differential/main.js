import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root } from '../../bundling.js';

/**
 * `npm run differential [AREA/CASE...]` holds both tools side by side and prints what differs. With `--record` Packer's answers that
 * are missing or out of date are written down instead, with `--record --all` every one; FILE limits it to suites of test/peers.
 */
const options = { record: { type: 'boolean' }, all: { type: 'boolean' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const node = (...args) => {
  const env = {
    ...process.env,
    PACKER_RECORD: values.record ? 'yes' : '',
    ...(values.all && { PACKER_ASKED: 'all' }),
  };
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
};
process.exitCode = values.record
  ? node('node_modules/vitest/vitest.mjs', 'run', '--config', 'test/peers/vitest.config.ts', ...positionals)
  : node('test/run-bundled.js', 'test/peers/differential/explore.ts', ...positionals);
