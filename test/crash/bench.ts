import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '../../src/emulator/emulator.ts';
import { type Fixture, fixtureNamed } from './fixtures.ts';
import { print } from './print.ts';
import { sideBySide } from './side-by-side.ts';
import { nextBlock, openSite } from './site.ts';

/**
 * Kills Packer and this tool with SIGKILL at ten places of the same build, spread evenly over its calls, and counts what
 * is left in the cloud: of Packer at once, as it has nothing to take a build up with; of this tool after `resume` and,
 * in builds of their own, after `cleanup`.
 */
const POINTS = 10;
const fixture = fixtureNamed('quickstart');
const hasPacker = spawnSync('packer', ['version']).status === 0;
const shares = Array.from({ length: POINTS }, (_, index) => (index + 0.5) / POINTS);

/** A finished image with its snapshot is what was wanted; anything beside it is waste. */
interface Outcome {
  readonly images: number;
  readonly left: readonly string[];
}

const packer = hasPacker ? await packerOutcomes() : undefined;
const [resumed, cleaned] = [await ours('resume'), await ours('cleanup')];
print('| killed at | Packer 1.6.6: left behind | this tool, then `resume` | this tool, then `cleanup` |');
print('|---|---|---|---|');
for (const [index, share] of shares.entries())
  print(
    `| ${Math.round(share * 100)} % of the calls | ${[packer?.[index], resumed[index], cleaned[index]].map(cell).join(' | ')} |`,
  );
print(`| **all** | ${[packer, resumed, cleaned].map(total).join(' | ')} |`);

function cell(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'not installed';
  const waste = outcome.left.length === 0 ? 'nothing' : `${outcome.left.length}: ${counted(outcome.left)}`;
  return `${waste}${outcome.images > 0 ? ', image complete' : ', no image'}`;
}

function total(outcomes: readonly Outcome[] | undefined): string {
  if (outcomes === undefined) return 'not installed';
  const waste = outcomes.reduce((sum, { left }) => sum + left.length, 0);
  const images = outcomes.filter((outcome) => outcome.images > 0).length;
  return `${waste} things left, ${images} of ${outcomes.length} images`;
}

function counted(nouns: readonly string[]): string {
  return [...new Set(nouns)]
    .map((noun) => {
      const count = nouns.filter((other) => other === noun).length;
      return count === 1 ? noun : `${count} × ${noun}`;
    })
    .join(', ');
}

async function packerOutcomes(): Promise<readonly Outcome[]> {
  const { calls, outcome: undisturbed } = await packerBuild(Number.POSITIVE_INFINITY);
  if (undisturbed.images !== 1)
    throw new Error('Packer does not finish this build even when nobody kills it.');
  return sideBySide(shares, 4, async (share) => (await packerBuild(Math.ceil(share * calls))).outcome);
}

async function packerBuild(killAt: number): Promise<{ calls: number; outcome: Outcome }> {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-crash-packer-'));
  const template = join(folder, 'template.json');
  writeFileSync(template, JSON.stringify(forPacker(fixture)));
  let child: ChildProcess | undefined;
  await using emulator = await startEmulator({
    guests: 'memory',
    accounts: [fixture.key],
    onCall({ index }) {
      // The group: Packer runs its plugins as processes of their own.
      if (index + 1 === killAt && child?.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    },
  });
  emulator.world.state.nextAddress = nextBlock();
  child = spawn('packer', ['build', '-color=false', template], {
    detached: true,
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      CHECKPOINT_DISABLE: '1',
      HTTP_PROXY: emulator.url,
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
    },
  });
  await new Promise((resolve) => child?.on('close', resolve));
  rmSync(folder, { recursive: true, force: true });
  return { calls: emulator.record.length, outcome: outcome(emulator) };
}

/** Without the two settings that Packer 1.6.6 does not know. */
function forPacker({ template }: Fixture): unknown {
  const own = structuredClone(template) as { builders: Record<string, unknown>[] };
  for (const builder of own.builders)
    for (const key of ['target_image_family', 'run_tags']) delete builder[key];
  return own;
}

async function ours(verb: 'resume' | 'cleanup'): Promise<readonly Outcome[]> {
  const { calls } = await ourBuild(Number.POSITIVE_INFINITY, verb);
  return sideBySide(shares, 3, async (share) => (await ourBuild(Math.ceil(share * calls), verb)).outcome);
}

async function ourBuild(killAt: number, verb: 'resume' | 'cleanup') {
  await using site = await openSite(fixture);
  const { killed } = await site.run({
    started(kill) {
      site.hear(({ index }) => {
        if (index + 1 === killAt) kill('SIGKILL');
      });
    },
  });
  site.hear(() => {});
  if (killed) await (site.begun() ? site.take(verb) : site.run());
  return { calls: site.emulator.record.length, outcome: outcome(site.emulator) };
}

function outcome(emulator: Emulator): Outcome {
  const left = emulator.leftovers().map(({ noun }) => noun);
  const complete = Object.values(emulator.world.state.regions)
    .flatMap(({ images }) => Object.values(images))
    .filter(({ status }) => status === 'Available').length;
  return complete > 0
    ? { images: complete, left: left.filter((noun) => noun !== 'image' && noun !== 'snapshot') }
    : { images: 0, left };
}
