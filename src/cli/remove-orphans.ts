import type { TaggedThing } from '../builders/leftovers.ts';
import { type Orphans, withOrphans } from '../builds/orphans.ts';
import { notConfirmed } from '../builds/words.ts';
import { eventError } from '../engine/event-error.ts';
import { ageOf } from '../renderers/durations.ts';
import { table } from '../renderers/table.ts';
import type { Call } from './command.ts';
import { parseDuration } from './duration-flag.ts';
import { prompter } from './prompt.ts';
import { aroundOf, emulation } from './requests.ts';

/** Finds what runs have left whose journal is gone or which have ended, lists it, and removes it after asking. */
export async function removeOrphans(call: Call): Promise<number> {
  const { terminal, flags, ui } = call;
  const request = {
    regions: flags.all('region'),
    profile: flags.text('profile') ?? '',
    olderThan: parseDuration(flags.text('older-than') ?? ''),
    stateDir: flags.text('state-dir'),
    emulation: emulation(call),
    endpointUrl: flags.text('endpoint-url'),
  };
  const interrupted = new AbortController();
  const { signal } = interrupted;
  const deafen = terminal.onInterrupt(() => interrupted.abort());
  try {
    return await withOrphans(request, { around: aroundOf(call), signal }, async (found) => {
      ui.say(listing(found));
      if (found.orphans.length === 0 || flags.on('dry-run')) return 0;
      if (!(await confirmed(call, found.orphans.length, signal))) return 1;
      return (await removeAll(call, found, signal)) ? 0 : 1;
    });
  } finally {
    deafen();
  }
}

function listing({ orphans, owned, kept, unmarked, olderThan }: Orphans): string {
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
    ...unmarked.map(
      ({ noun, region, id }) =>
        `Not touched: ${noun} ${id} in ${region}. The service answered with it, but it shows no mark of a run.`,
    ),
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
async function removeAll({ ui }: Call, { orphans, remove }: Orphans, signal: AbortSignal): Promise<boolean> {
  let clean = true;
  for (const thing of orphans) {
    if (signal.aborted) return false;
    try {
      await remove(thing);
      ui.say(`Removed ${thing.noun} ${thing.id}`);
    } catch (error) {
      clean = false;
      ui.error(`Removing ${thing.noun} ${thing.id} failed: ${eventError(error).message}`);
    }
  }
  return clean;
}
