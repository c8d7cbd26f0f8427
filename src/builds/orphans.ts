import { setMaxListeners } from 'node:events';
import type { Account, Found, TaggedThing } from '../builders/leftovers.ts';
import { typesWithAccounts } from '../builders/registry.ts';
import { type Sorted, sortTagged } from '../engine/orphans.ts';
import { listRuns } from '../engine/run-store.ts';
import { type CloudChoice, chosenCloud } from './cloud-choice.ts';
import { emulate } from './emulation.ts';
import { type Around, stateFolder } from './requests.ts';

interface OrphansRequest extends CloudChoice {
  readonly stateDir?: string | undefined;
  /** Where to look. None: where the environment or the profile is, and wherever runs of the state folder were. */
  readonly regions: readonly string[];
  /** Name of a profile; empty: what the environment says. */
  readonly profile: string;
  /** Milliseconds. A build on another machine looks like an orphan from here; hardly any takes six hours. */
  readonly olderThan?: number | undefined;
}

/** What runs have left whose journal is gone or which have ended. */
export interface Orphans extends Sorted<TaggedThing> {
  readonly unmarked: Found['unmarked'];
  readonly olderThan: number;
  /** Removes one, when those that come before it in the list are gone. */
  remove(thing: TaggedThing): Promise<void>;
}

const SIX_HOURS = 6 * 3_600_000;

/** Looks for orphans, and gives them to `use` while the accounts are open that they are in. */
export async function withOrphans<T>(
  request: OrphansRequest,
  { around, signal }: { readonly around: Around; readonly signal: AbortSignal },
  use: (orphans: Orphans) => Promise<T>,
): Promise<T> {
  // The first look that fails stops the others: their retries would go on for minutes behind its error.
  const failed = new AbortController();
  const looking = AbortSignal.any([signal, failed.signal]);
  // Every look in every region listens.
  for (const each of [signal, looking]) setMaxListeners(0, each);
  const runs = listRuns(stateFolder(request.stateDir, around.cwd, around));
  const sites = runs.flatMap(({ state }) => state.site?.region ?? []);
  const { emulation, endpointUrl } = chosenCloud(request, around);
  const emulator = emulation && (await emulate(emulation, around.cwd));
  const accounts: Account[] = [];
  try {
    const { regions, profile, olderThan = SIX_HOURS } = request;
    const [region = ''] = regions;
    const access = { ...around, profile, region, otherwise: sites[0], keys: emulator };
    for (const { openAccount } of await typesWithAccounts())
      if (openAccount !== undefined)
        accounts.push(await openAccount({ ...access, endpointUrl: emulator?.url ?? endpointUrl }));
    const looks = accounts.flatMap((account) => {
      const places = new Set(regions.length > 0 ? regions : [account.region, ...sites]);
      return [...places].map(async (place) => ({ account, found: await account.find(place, looking) }));
    });
    const found = await Promise.all(looks);
    const owners = new Map(
      found.flatMap(({ account, found: { tagged } }) => tagged.map((one) => [one, account] as const)),
    );
    return await use({
      ...sortTagged([...owners.keys()], runs, { olderThan, now: Date.now() }),
      unmarked: found.flatMap(({ found: { unmarked } }) => unmarked),
      olderThan,
      remove: async (thing) => owners.get(thing)?.remove(thing, signal),
    });
  } catch (error) {
    failed.abort();
    throw error;
  } finally {
    for (const account of accounts) await account.close();
    await emulator?.close();
  }
}
