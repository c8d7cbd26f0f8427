import type { Loaded } from './load-builds.ts';
import { type Policy, ramPolicy } from './ram-policy.ts';
import { rehearse } from './rehearse.ts';

/** Plays builds on an embedded cloud, and gives the RAM policy that their calls need. */
export async function policy({ builds }: Pick<Loaded, 'builds'>): Promise<Policy> {
  const calls = new Set<string>();
  for (const build of builds) for (const call of await rehearse(build.prepared)) calls.add(call);
  const rights = builds.flatMap(({ chains }) =>
    chains.flat().flatMap(({ prepared }) => prepared.rights ?? []),
  );
  for (const call of rights.flatMap((right) => right.calls)) calls.add(call);
  return ramPolicy(
    [...calls],
    builds.flatMap(({ prepared }) => prepared.roles ?? []),
    rights.flatMap(({ regions }) => regions),
  );
}
