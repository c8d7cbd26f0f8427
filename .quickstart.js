import { spawnSync } from 'node:child_process';

/** Builds a template on the embedded cloud: `npm run quickstart`, or `npm run quickstart -- fixtures/quickstart.pkr.hcl`. */
const [template = 'fixtures/quickstart.json', ...flags] = process.argv.slice(2);
const args = ['bin/ecs-imagebuild.js', 'run', template, '--emulate', ...flags];
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
