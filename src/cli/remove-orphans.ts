import { setMaxListeners } from 'node:events';
import { withoutCredentials } from '../builders/alicloud-ecs/emulated-keys.ts';
import {
  accountCloud,
  removeTagged,
  type TaggedThing,
  thingsOfRuns,
} from '../builders/alicloud-ecs/orphans.ts';
import { emulate } from '../builds/emulation.ts';
import { notConfirmed } from '../builds/words.ts';
import type { Cloud } from '../cloud/port.ts';
import { eventError } from '../engine/event-error.ts';
import { type Sorted, sortTagged } from '../engine/orphans.ts';
import { listRuns } from '../engine/run-store.ts';
import { ageOf } from '../renderers/durations.ts';
import { table } from '../renderers/table.ts';
import type { Call } from './command.ts';
import { parseDuration } from './duration-flag.ts';
import { prompter } from './prompt.ts';
import { runSettings } from './run-options.ts';

/** A build on another machine looks like an orphan from here; hardly any takes as long as this. */
const SIX_HOURS = 6 * 3_600_000;

/** Finds what runs have left whose journal is gone or which have ended, lists it, and removes it after asking. */
export async function removeOrphans(call: Call): Promise<number> {
  const { terminal, flags, ui } = call;
  const settings = runSettings(call, terminal.cwd);
  const named = flags.all('region');
  const runs = listRuns(settings.state);
  const known = runs.flatMap(({ state }) => state.site?.region ?? []);
  const profile = flags.text('profile') ?? '';
  const emulator = settings.emulation && (await emulate(settings.emulation, terminal.cwd));
  const env = emulator === undefined ? terminal.env : emulatedEnv(terminal.env, emulator);
  const endpointUrl = emulator?.url ?? settings.endpointUrl;
  const [region = ''] = named;
  const cloud = await accountCloud({ env, profile, region, endpointUrl, otherwise: known[0] });
  const interrupted = new AbortController();
  // Every look in every region listens.
  setMaxListeners(0, interrupted.signal);
  const deafen = terminal.onInterrupt(() => interrupted.abort());
  try {
    const { signal } = interrupted;
    // Without a word about it: where the surroundings are, and wherever runs of this folder were.
    const regions = new Set(named.length > 0 ? named : [cloud.region, ...known]);
    const found = await Promise.all([...regions].map((each) => thingsOfRuns(cloud.in(each), signal)));
    const things = found.flatMap(({ tagged }) => tagged);
    const olderThan = parseDuration(flags.text('older-than') ?? '') ?? SIX_HOURS;
    const sorted = sortTagged(things, runs, { olderThan, now: Date.now() });
    ui.say(listing(sorted, olderThan));
    for (const { noun, region, id } of found.flatMap(({ unmarked }) => unmarked))
      ui.say(
        `Not touched: ${noun} ${id} in ${region}. The service answered with it, but it shows no mark of a run.`,
      );
    if (sorted.orphans.length === 0 || flags.on('dry-run')) return 0;
    if (!(await confirmed(call, sorted.orphans.length, signal))) return 1;
    return (await removeAll(call, cloud, sorted.orphans, signal)) ? 0 : 1;
  } finally {
    deafen();
    await cloud.close();
    await emulator?.close();
  }
}

function emulatedEnv(
  env: Readonly<Record<string, string | undefined>>,
  { accessKeyId, accessKeySecret }: { readonly accessKeyId: string; readonly accessKeySecret: string },
) {
  return {
    ...withoutCredentials(env),
    ALICLOUD_ACCESS_KEY: accessKeyId,
    ALICLOUD_SECRET_KEY: accessKeySecret,
  };
}

function listing({ orphans, owned, kept }: Sorted<TaggedThing>, olderThan: number): string {
  const age = `${ageOf(olderThan)} or older`;
  const lines =
    orphans.length === 0
      ? [`No orphans${olderThan > 0 ? ` that are ${age}` : ''}.`]
      : table([HEAD, ...orphans.map(row)], { indent: 0, width: 140 });
  const runs = [...new Set(owned.map(({ runId }) => runId))].sort();
  return [
    ...lines,
    ...(kept.length > 0 ? [`Left alone: ${kept.length} that are images, parts of images, or younger.`] : []),
    ...runs.map((id) => `Run ${id} is unfinished: resume it, or \`ecs-imagebuild cleanup ${id}\`.`),
  ].join('\n');
}

const HEAD = ['KIND', 'REGION', 'ID', 'AGE', 'COST', 'RUN'];

function row({ noun, region, id, createdAt, cost, runId }: TaggedThing): string[] {
  const age = createdAt === '' ? 'unknown' : ageOf(Date.now() - Date.parse(createdAt));
  return [noun, region, id, age, cost, runId];
}

async function confirmed(
  { flags, terminal, ui }: Call,
  count: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (flags.on('yes')) return true;
  using asker = prompter(terminal);
  if (!asker.interactive) throw notConfirmed();
  const answer = await asker.ask(() => ui.say(`Remove these ${count}? Only "yes" removes them.`), signal);
  if (answer?.trim() === 'yes') return true;
  ui.say('Nothing was removed.');
  return false;
}

/** In the order of the list, in which nothing needs what comes before it. What cannot be removed does not stop the rest. */
async function removeAll(
  { ui }: Call,
  cloud: Cloud,
  orphans: readonly TaggedThing[],
  signal: AbortSignal,
): Promise<boolean> {
  let clean = true;
  for (const thing of orphans) {
    if (signal.aborted) return false;
    try {
      await removeTagged(cloud.in(thing.region), thing, signal);
      ui.say(`Removed ${thing.noun} ${thing.id}`);
    } catch (error) {
      clean = false;
      ui.error(`Removing ${thing.noun} ${thing.id} failed: ${eventError(error).message}`);
    }
  }
  return clean;
}
