import { ApiError, type Call } from './action.ts';
import { findRegion } from './catalog/regions.ts';
import { madeUpKeyPair } from './resources/key-pairs.ts';
import { find, regionOf } from './resources/table.ts';
import type { World } from './world.ts';
import type { RegionState, Resource, Snapshot, Vpc, VSwitch } from './world-state.ts';

/** How a row says that nobody made it; such rows are nobody's leftovers. */
export const MADE_UP = 'made up by --emulate-accept-ids';

/** Ids that a template may name because the account has such things: they are made up when a call names them. */
const ID = /\b(vpc|vsw|sg|s)-[a-z0-9]{3,40}\b/g;

/** Calls that ask for things, or build on them. What a call itself makes or removes is left to it. */
const ASKS =
  /^(Describe|RunInstances|CreateInstance|CreateVSwitch|CreateSecurityGroup|Associate|Authorize|AttachKeyPair)/;

/** Makes up what the call names and nobody has. */
export function acceptIds(call: Call, world: World): void {
  if (!ASKS.test(call.action)) return;
  const region = regionOf(world, call);
  const named = [...call.params.values()].flatMap((value) => value.match(ID) ?? []);
  for (const id of named) makeUp(id, region, world, call);
  const keyPair = call.params.get('KeyPairName') ?? '';
  const plain = keyPair !== '' && !keyPair.includes('*') && find(region.keyPairs, keyPair) === undefined;
  if (plain && !/^(Create|Import)KeyPair$/.test(call.action)) madeUpKeyPair(region, born(keyPair, world));
  if (/^(Run|Create)Instance/.test(call.action)) sameVpc(call, region);
}

function makeUp(id: string, region: RegionState, world: World, call: Call): void {
  switch (id.slice(0, id.indexOf('-'))) {
    case 'vpc':
      region.vpcs[id] ??= vpc(id, world);
      break;
    case 'vsw':
      region.vSwitches[id] ??= vSwitch(id, region, world, call);
      break;
    case 'sg':
      region.securityGroups[id] ??= {
        ...born(id, world),
        name: id,
        vpcId: vpcFor(call, region, world),
        type: 'normal',
        rules: [],
      };
      break;
    case 's':
      region.snapshots[id] ??= snapshot(id, world, call);
      break;
  }
}

function born(id: string, world: World): Resource & { readonly description: string } {
  return { id, createdAt: world.now(), resourceGroupId: '', tags: [], description: MADE_UP };
}

function vpc(id: string, world: World): Vpc {
  const routes = { routerId: world.newId('vrt'), routeTableId: world.newId('vtb') };
  return { ...born(id, world), ...routes, name: id, cidrBlock: '172.16.0.0/12', status: 'Available' };
}

/** The VPC that the call names, else one that was made up before, else a new one. */
function vpcFor(call: Call, region: RegionState, world: World): string {
  const named = call.params.get('VpcId') ?? '';
  if (find(region.vpcs, named) !== undefined) return named;
  const before = Object.values(region.vpcs).find(({ description }) => description === MADE_UP);
  const made = before ?? vpc(world.newId('vpc'), world);
  region.vpcs[made.id] = made;
  return made.id;
}

/** In the zone that the call names, else in one in the middle, which sells old types and new ones. */
function vSwitch(id: string, region: RegionState, world: World, call: Call): VSwitch {
  const vpcId = vpcFor(call, region, world);
  const count = Object.values(region.vSwitches).filter((other) => other.vpcId === vpcId).length;
  const zones = findRegion(call.region)?.zones ?? [];
  const zoneId = call.params.get('ZoneId') || (zones[Math.floor(zones.length / 2)] ?? '');
  const cidrBlock = `172.30.${count % 256}.0/24`;
  return { ...born(id, world), name: id, vpcId, zoneId, cidrBlock, status: 'Available' };
}

function snapshot(id: string, world: World, call: Call): Snapshot {
  return {
    ...born(id, world),
    name: id,
    type: 'user',
    diskId: '',
    diskType: 'data',
    diskSize: 20,
    diskCategory: 'cloud_essd',
    instanceId: '',
    osName: '',
    osType: 'linux',
    encrypted: false,
    kmsKeyId: '',
    sourceRegionId: call.region,
    sourceSnapshotId: '',
    status: 'accomplished',
    readyAt: world.now(),
    content: '',
  };
}

/** A made-up security group is in whatever VPC its first instance goes into. */
function sameVpc(call: Call, region: RegionState): void {
  const [target] = [...call.params.values()].flatMap((value) => find(region.vSwitches, value) ?? []);
  if (target === undefined) return;
  for (const value of call.params.values()) {
    const group = find(region.securityGroups, value);
    if (group?.description === MADE_UP && group.vpcId !== target.vpcId)
      region.securityGroups[group.id] = { ...group, vpcId: target.vpcId };
  }
}

/** The error of an id that nobody has says how it would be accepted. */
export function withWayOut(error: ApiError): ApiError {
  const made = /^Invalid(VpcId|VSwitchId|SecurityGroupId|KeyPairName|SnapshotId)\.NotFound$/.test(error.code);
  if (!made) return error;
  const hint = '(The embedded cloud makes such things up with --emulate-accept-ids.)';
  return new ApiError(error.status, error.code, `${error.message} ${hint}`);
}
