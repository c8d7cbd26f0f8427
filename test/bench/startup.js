import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What `validate` costs from start to end, side by side with `node -e 0` and, where it is installed, Packer. The processor's time
 * is counted, user and system: unlike the clock, it hardly changes when the machine does something else meanwhile.
 */
const ROUNDS = 12;
/** The shell tells hundredths of a second only, so each round starts a program several times. */
const STARTS = 5;
const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ecs-imagebuild-bench-'));
const template = join(folder, 'template.json');
writeFileSync(template, forBoth(readFileSync(path('../../fixtures/quickstart.json'), 'utf8')));
const env = {
  ...process.env,
  CHECKPOINT_DISABLE: '1',
  ALICLOUD_ACCESS_KEY: 'benchmark-key',
  ALICLOUD_SECRET_KEY: 'benchmark-secret',
};
const program = path('../../bin/ecs-imagebuild.js');

/** @type {readonly [name: string, command: string, args: readonly string[]][]} */
const contenders = [
  ['node -e 0', process.execPath, ['-e', '0']],
  ['ecs-imagebuild version', process.execPath, [program, 'version']],
  ['ecs-imagebuild validate', process.execPath, [program, 'validate', template]],
  ['packer validate', 'packer', ['validate', template]],
];

/** The quickstart without the two settings that Packer 1.6.6 does not know. @param {string} text */
function forBoth(text) {
  const known = JSON.parse(text);
  for (const builder of known.builders)
    for (const key of ['target_image_family', 'run_tags']) delete builder[key];
  return JSON.stringify(known);
}

/** Milliseconds of the processor that one start takes. @param {string} command @param {readonly string[]} args */
function cost(command, args) {
  const script = `for start in ${'x '.repeat(STARTS)}; do "$@" >/dev/null 2>&1 || exit 1; done; times`;
  const out = execFileSync('sh', ['-c', script, 'sh', command, ...args], { env, encoding: 'utf8' });
  const [, ofChildren = ''] = out.trim().split('\n');
  const parts = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((sum, [, m, s]) => sum + Number(m) * 60_000 + Number(s) * 1000, 0) / STARTS;
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
const costs = new Map(present.map(([name]) => [name, []]));
// In turns, so that whatever else the machine does meets all of them.
for (let round = 0; round < ROUNDS; round += 1)
  for (const [name, command, args] of present) costs.get(name)?.push(cost(command, args));

const bare = costs.get('node -e 0') ?? [];
process.stdout.write(`${''.padEnd(26)}least   median   times bare node (Node ${process.version})\n`);
for (const [name, list] of costs) {
  const ratio = median(list.map((value, round) => value / (bare[round] ?? Number.NaN)));
  const least = Math.min(...list)
    .toFixed(0)
    .padStart(5);
  process.stdout.write(
    `${name.padEnd(24)}${least} ms${median(list).toFixed(0).padStart(6)} ms   ${ratio.toFixed(2)}\n`,
  );
}
rmSync(folder, { recursive: true });
if (present.length < contenders.length)
  process.stdout.write('packer is not installed: nothing to compare with\n');
