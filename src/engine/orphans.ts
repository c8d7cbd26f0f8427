import { holdings } from './holdings.ts';
import { isUnfinished, type StoredRun, statusOf } from './run-store.ts';

/** What is to be known of a tagged thing to tell whether it is an orphan. */
export interface Tagged {
  readonly id: string;
  readonly noun: string;
  readonly runId: string;
  readonly name: string;
  readonly parts: readonly string[];
  readonly createdAt: string;
}

export interface Sorted<Thing> {
  readonly orphans: readonly Thing[];
  /** Of runs that can still go on, or that a process has: theirs to remove. `runId` is such a run. */
  readonly owned: readonly Thing[];
  /** What runs were there to make, and what is too young to tell. */
  readonly kept: readonly Thing[];
}

/**
 * Parts the things that carry the tag of a run. An image is an orphan only if its run is known to have failed, or if by
 * its name it was a temporary one: whose journal is gone may well have succeeded, and its image is what it was for.
 */
export function sortTagged<Thing extends Tagged>(
  things: readonly Thing[],
  runs: readonly StoredRun[],
  { olderThan, now }: { readonly olderThan: number; readonly now: number },
): Sorted<Thing> {
  const known = new Map(runs.map((run) => [run.id, run]));
  // A shared thing carries the tag of the run that made it, which may be over while others hold it.
  const held = heldBy(runs.filter(isUnfinished));
  const owner = ({ id, runId }: Thing) => {
    const run = known.get(runId);
    return run !== undefined && isUnfinished(run) ? runId : held.get(id);
  };
  const isOwned = (thing: Thing) => owner(thing) !== undefined;
  const failed = ({ runId }: Thing) => ['failed', 'cancelled'].includes(statusWord(known.get(runId)));
  const isResult = (thing: Thing) =>
    thing.noun === 'image' && !failed(thing) && thing.name !== `packer_${thing.runId}`;
  const inUse = new Set(things.filter(isResult).flatMap(({ parts }) => parts));
  const isOld = ({ createdAt }: Thing) => olderThan === 0 || now - Date.parse(createdAt) >= olderThan;
  const owned = things.flatMap((thing) => {
    const runId = owner(thing);
    return runId === undefined ? [] : [{ ...thing, runId }];
  });
  const free = things.filter((thing) => !isOwned(thing));
  const isOrphan = (thing: Thing) => !isResult(thing) && !inUse.has(thing.id) && isOld(thing);
  return {
    owned,
    orphans: free.filter(isOrphan),
    kept: free.filter((thing) => !isOrphan(thing)),
  };
}

/** Runs by the ids of the things that they hold. */
function heldBy(runs: readonly StoredRun[]): ReadonlyMap<string, string> {
  return new Map(runs.flatMap((run) => holdings(run.state).map(({ id }) => [id, run.id] as const)));
}

function statusWord(run: StoredRun | undefined): string {
  return run === undefined ? 'unknown' : statusOf(run);
}
