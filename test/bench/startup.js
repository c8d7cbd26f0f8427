import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How long `validate` takes from start to end, side by side with `node -e 0` and, where it is installed, Packer. */
const ROUNDS = 15;
const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ecs-imagebuild-bench-'));
const template = join(folder, 'template.json');
writeFileSync(template, forBoth(readFileSync(path('../../fixtures/quickstart.json'), 'utf8')));
const env = {
  ...process.env,
  CHECKPOINT_DISABLE: '1',
  ALICLOUD_ACCESS_KEY: 'bench',
  ALICLOUD_SECRET_KEY: 'bench',
};

/** @type {readonly [name: string, command: string, args: readonly string[]][]} */
const contenders = [
  ['node -e 0', process.execPath, ['-e', '0']],
  ['ecs-imagebuild validate', process.execPath, [path('../../bin/ecs-imagebuild.js'), 'validate', template]],
  ['packer validate', 'packer', ['validate', template]],
];

/** The quickstart without the two settings that Packer 1.6.6 does not know. @param {string} text */
function forBoth(text) {
  const known = JSON.parse(text);
  for (const builder of known.builders)
    for (const key of ['target_image_family', 'run_tags']) delete builder[key];
  return JSON.stringify(known);
}

/** @param {string} command @param {readonly string[]} args */
function milliseconds(command, args) {
  const begin = performance.now();
  execFileSync(command, args, { env, cwd: path('../..'), stdio: 'ignore' });
  return performance.now() - begin;
}

/** @param {string} command */
function installed(command) {
  try {
    execFileSync(command, ['version'], { env, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const present = contenders.filter(([, command]) => command !== 'packer' || installed(command));
/** @type {Map<string, number[]>} */
const times = new Map(present.map(([name]) => [name, []]));
// In turns, so that whatever else the machine does meets all of them.
for (let round = 0; round < ROUNDS; round += 1)
  for (const [name, command, args] of present) times.get(name)?.push(milliseconds(command, args));

for (const [name, taken] of times)
  process.stdout.write(
    `${name.padEnd(26)}${median(taken).toFixed(0).padStart(6)} ms (median of ${ROUNDS})\n`,
  );
rmSync(folder, { recursive: true });
if (present.length < contenders.length)
  process.stdout.write('packer is not installed: nothing to compare with\n');
