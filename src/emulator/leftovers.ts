import { ANY_KEY } from '../guests/accounts.ts';
import { MADE_UP } from './accept-ids.ts';
import type { World } from './world.ts';
import type { RegionState, Resource } from './world-state.ts';

/** A resource that still exists outside the catalog. */
export interface Leftover {
  readonly noun: string;
  /** Its id; a key pair goes by its name. */
  readonly id: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

const nouns: readonly (readonly [table: keyof RegionState, noun: string])[] = [
  ['instances', 'instance'],
  ['disks', 'disk'],
  ['snapshots', 'snapshot'],
  ['images', 'image'],
  ['keyPairs', 'key pair'],
  ['eips', 'EIP'],
  ['securityGroups', 'security group'],
  ['vSwitches', 'vSwitch'],
  ['vpcs', 'VPC'],
];

/** Everything that an account would still see (and pay for). */
export function leftovers(world: World): readonly Leftover[] {
  world.settle();
  const inRegions = Object.entries(world.state.regions).flatMap(([region, tables]) =>
    nouns.flatMap(([table, noun]) => rows(tables[table]).map((row) => ({ noun, region, ...row }))),
  );
  return [...inRegions, ...stored(world)];
}

/** Buckets, what is in them, and the parts of uploads that nobody has ended. */
function stored({ state }: World): readonly Leftover[] {
  return Object.entries(state.buckets).flatMap(([bucket, { region, objects, uploads }]) => [
    { noun: 'bucket', region, id: bucket, tags: {} },
    ...Object.keys(objects).map((key) => ({ noun: 'OSS object', region, id: `${bucket}/${key}`, tags: {} })),
    ...Object.keys(uploads).map((id) => ({ noun: 'upload', region, id, tags: {} })),
  ]);
}

function rows(table: Readonly<Record<string, Resource>>): readonly Pick<Leftover, 'id' | 'tags'>[] {
  return Object.entries(table)
    .filter(([, row]) => !isMadeUp(row) && !('removing' in row))
    .map(([id, { tags }]) => ({
      id,
      tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
    }));
}

/** Nobody made it, so nobody has left it. */
function isMadeUp(row: Resource): boolean {
  return (
    ('description' in row && row.description === MADE_UP) || ('publicKey' in row && row.publicKey === ANY_KEY)
  );
}
