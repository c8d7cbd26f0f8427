import { type Cidr, formatCidr, freeBlock, parseCidr } from '../../../wire/cidr.ts';
import { type EcsScope, ecsStep } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { otherZones } from '../instance/choices.ts';
import { noFreeBlock } from '../words.ts';

/** The range that Packer gives a vSwitch. */
const DEFAULT_BLOCK = '172.16.0.0/24';
/** The widest range that the service lets a vSwitch have. */
const WIDEST = 16;

/**
 * Decides the address range of the temporary vSwitch. In somebody's own VPC it is a block that is free there:
 * Packer takes 172.16.0.0/24 anyway, which the service refuses wherever that is taken or outside.
 */
export const range = ecsStep({
  name: 'range',
  needs: ['vpc', 'zone'],
  plan: ({ config }) => (config.vswitch_id === '' ? 'choose a free address range' : 'no new range is needed'),
  async run(scope, { vpc, zone }) {
    if (vpc.joined !== undefined) return { cidrBlock: '', others: vpc.joined.others };
    return scope.env.network.making('range', () => chosen(scope, { vpc, zone }));
  },
});

async function chosen(scope: EcsScope, { vpc, zone }: Pick<Facts, 'vpc' | 'zone'>): Promise<Facts['range']> {
  const { vswitch_id, vpc_cidr_block, zone_ids } = scope.env.config;
  if (vswitch_id !== '') return { cidrBlock: '', others: {} };
  const zones = otherZones(zone);
  const asked = parseCidr(vpc_cidr_block);
  const first = asked === undefined ? undefined : formatCidr(narrowed(asked, widest(asked, zone_ids.length)));
  const own = first ?? (vpc.temporary ? DEFAULT_BLOCK : undefined);
  const taken = vpc.temporary ? [] : await takenIn(vpc, scope);
  const cidrBlock = own ?? nextBlock(vpc, taken);
  return { cidrBlock, others: blocksFor(zones, vpc, [...taken, cidrBlock]) };
}

/** Blocks for vSwitches that may be needed in other zones; a VPC that is full has none for them, and they are left out. */
function blocksFor(
  zones: readonly string[],
  vpc: Facts['vpc'],
  taken: readonly string[],
): Readonly<Record<string, string>> {
  const all = [...taken];
  const blocks: Record<string, string> = {};
  for (const zone of zones) {
    const block = freeIn(vpc, all);
    if (block === undefined) break;
    blocks[zone] = block;
    all.push(block);
  }
  return blocks;
}

async function takenIn(vpc: Facts['vpc'], { env, signal }: EcsScope): Promise<readonly string[]> {
  const all = await env.cloud.vSwitches.find({}, signal);
  return all.filter((each) => each.vpcId === vpc.id).map(({ cidrBlock }) => cidrBlock);
}

function nextBlock(vpc: Facts['vpc'], taken: readonly string[]): string {
  const block = freeIn(vpc, taken);
  if (block === undefined) throw noFreeBlock(vpc.id, vpc.cidrBlock);
  return block;
}

function freeIn(vpc: Facts['vpc'], taken: readonly string[]): string | undefined {
  const within = parseCidr(vpc.cidrBlock);
  if (within === undefined) return undefined;
  const blocks = taken.flatMap((text) => parseCidr(text) ?? []);
  const block = [24, 28, 29]
    .map((prefix) => freeBlock(within, prefix, blocks))
    .find((found) => found !== undefined);
  return block === undefined ? undefined : formatCidr(block);
}

/** With several zones named, the range of the template has to hold a vSwitch for each. */
function widest({ prefix }: Cidr, zones: number): number {
  if (zones < 2) return WIDEST;
  return Math.min(29, Math.max(24, prefix + Math.ceil(Math.log2(zones))));
}

function narrowed({ base, prefix }: Cidr, widest: number): Cidr {
  return { base, prefix: Math.max(prefix, widest) };
}
