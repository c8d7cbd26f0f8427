import type { Noun } from '../../../cloud/port.ts';
import type { EcsConfig } from '../config.ts';
import { type EcsScope, type EcsUndoScope, message, removing, say, temporary } from '../environment.ts';
import type { Facts, JoinedNetwork } from '../facts.ts';
import { otherZones } from '../instance/choices.ts';
import type { Entrance } from './network-hold.ts';
import { rules } from './security-rules.ts';
import { sources } from './sources.ts';

/** Keys of the things of a joined network in the journal, in the order in which they can be removed. */
const PARTS = [
  ['securityGroup', 'security group'],
  ['vSwitch', 'vSwitch'],
  ['', 'VPC'],
] as const satisfies readonly (readonly [string, Noun])[];

/**
 * Comes into the network that another build of this process has made, where one would look the same; `undefined`: there
 * is none, and this run makes one. The holds are noted with the VPC last, as that is what stands for all of them.
 */
export async function joinNetwork(scope: EcsScope, zone: Facts['zone']): Promise<Facts['vpc'] | undefined> {
  const { network, config } = scope.env;
  if (network.joined) {
    // Done alone once more it tells what it told; begun by a process that died on the way in, it begins again.
    if (network.fact?.joined !== undefined) return network.fact;
    await dropJoined(scope);
  }
  // What an earlier process of this run has made, or asked for, is its own.
  if (!sharable(config) || scope.handle() !== undefined || scope.unanswered()) return undefined;
  let own: readonly string[] | undefined;
  return network.enter(lookOf(config, zone), {
    signal: scope.signal,
    zones: otherZones(zone),
    async fits({ securityGroup }) {
      own ??= await sources(scope);
      return own.every((source) => securityGroup.sources.includes(source));
    },
    join: (entrance) => joined(scope, entrance),
  });
}

function joined(scope: EcsScope, { parts, runId, spare }: Entrance): Facts['vpc'] {
  const { vpc, vSwitch, securityGroup } = parts;
  const { region } = scope.env.cloud;
  const ids = { securityGroup: securityGroup.id, vSwitch: vSwitch.id, '': vpc.id };
  for (const [key, noun] of PARTS) scope.made(ids[key], key, { noun, region, of: runId });
  for (const [key, noun] of PARTS) {
    const id = ids[key];
    const remedy = kindOf(scope, key).remedy(id);
    scope.emit({ type: 'resource', step: scope.step, state: 'joined', noun, id, region, remedy });
  }
  message(scope, `Sharing the network of run ${runId}: VPC ${vpc.id}, vSwitch ${vSwitch.id}`);
  return { ...vpc, joined: { vSwitch, securityGroup, others: spare } };
}

/** A network of which the user has named a part is not ours to share. */
function sharable({ vpc_id, vswitch_id, security_group_id }: EcsConfig): boolean {
  return vpc_id === '' && vswitch_id === '' && security_group_id === '';
}

/** All that decides what a network looks like, but for the addresses that it lets in: they are compared. */
function lookOf(config: EcsConfig, zone: Facts['zone']): string {
  const { vpc_name, vpc_cidr_block, vswitch_name, security_group_name, zone_ids } = config;
  const network = { vpc_name, vpc_cidr_block, vswitch_name, security_group_name, zones: zone_ids.length };
  return JSON.stringify([zone.id, network, rules(config, ['']), temporary(config)]);
}

/** Whether other runs still need the network, so that this one leaves it to them. */
export async function leftToOthers(scope: EcsUndoScope): Promise<boolean> {
  const to = await scope.env.network.giveUp();
  if (to === undefined) return false;
  const { region } = scope.env.cloud;
  for (const [key, id] of scope.handles) {
    // A run that made the network has each part as the only thing of a step of its own.
    const part = key === '' && scope.step !== 'vpc' ? scope.step : key;
    const noun = PARTS.find(([name]) => name === part)?.[1];
    if (noun !== undefined)
      scope.emit({ type: 'resource', step: scope.step, state: 'passed', noun, id, region });
  }
  if (scope.step === 'vpc') say(scope, `Leaving the network to run ${to}, which shares it`);
  return true;
}

/** Whether a joined network is whole. */
export async function stillThere(
  { env: { cloud }, handle, signal }: EcsScope,
  { vSwitch, securityGroup }: JoinedNetwork,
): Promise<boolean> {
  const vpc = handle();
  if (vpc === undefined) return false;
  const found = await Promise.all([
    cloud.vpcs.read(vpc, signal),
    cloud.vSwitches.read(vSwitch.id, signal),
    cloud.securityGroups.read(securityGroup.id, signal),
  ]);
  return found.every((thing) => thing !== undefined);
}

/** Leaves a joined network to the others, or removes it as the last one. */
export async function undoJoined(scope: EcsUndoScope): Promise<void> {
  // Without the VPC this run has never come in.
  if (scope.handle() === undefined || (await leftToOthers(scope))) return;
  await removeJoined(scope, scope.because);
}

async function removeJoined(scope: EcsScope, because: EcsUndoScope['because']): Promise<void> {
  const { region } = scope.env.cloud;
  for (const [key, noun] of PARTS) {
    const id = scope.handle(key);
    if (id === undefined) continue;
    say(scope, removing(noun)(because));
    const told = { type: 'resource', step: scope.step, noun, id, region } as const;
    const kind = kindOf(scope, key);
    try {
      await kind.remove(id, scope.signal);
    } catch (error) {
      scope.emit({ ...told, state: 'left', remedy: kind.remedy(id) });
      throw error;
    }
    scope.emit({ ...told, state: 'removed' });
  }
}

function kindOf({ env: { cloud } }: EcsScope, key: (typeof PARTS)[number][0]) {
  if (key === 'securityGroup') return cloud.securityGroups;
  return key === 'vSwitch' ? cloud.vSwitches : cloud.vpcs;
}

async function dropJoined(scope: EcsScope): Promise<void> {
  const last = scope.handle() !== undefined && (await scope.env.network.giveUp()) === undefined;
  if (last) await removeJoined(scope, 'again');
  for (const key of [...scope.handles.keys()]) scope.gone(key);
}
