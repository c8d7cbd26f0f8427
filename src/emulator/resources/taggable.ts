import { ApiError, type Call } from '../action.ts';
import type { World } from '../world.ts';
import type { RegionState, Resource } from '../world-state.ts';
import { find, regionOf } from './table.ts';

type Tables = keyof RegionState;

/** Table of each resource type, in the words of each product. ECS answers in lower case, the VPC product in upper. */
const tablesOf: Readonly<Record<string, Readonly<Record<string, Tables>>>> = {
  Ecs: {
    instance: 'instances',
    disk: 'disks',
    snapshot: 'snapshots',
    image: 'images',
    securitygroup: 'securityGroups',
    keypair: 'keyPairs',
  },
  Vpc: { VPC: 'vpcs', VSWITCH: 'vSwitches', EIP: 'eips' },
};

/** A resource that has tags, with the type and id that the tag actions know it by. */
export interface Tagged {
  readonly type: string;
  readonly id: string;
  readonly resource: Resource;
}

/** The type as answers write it; throws InvalidResourceType.NotFound. */
export function resourceType(call: Call, given: string): string {
  const types = Object.keys(tablesOf[call.product] ?? {});
  const type = types.find((known) => known.toLowerCase() === given.toLowerCase());
  if (type !== undefined) return type;
  throw new ApiError(
    404,
    'InvalidResourceType.NotFound',
    `The ResourceType ${given} is not one of ${types.join(', ')}.`,
  );
}

/** All resources of a type in the region of the call; key pairs go by their names. */
export function taggedOf(call: Call, world: World, type: string): readonly Tagged[] {
  const name = tablesOf[call.product]?.[type];
  const table: Readonly<Record<string, Resource>> = name === undefined ? {} : regionOf(world, call)[name];
  return Object.entries(table).map(([id, resource]) => ({ type, id, resource }));
}

/** The resource of a type with this id; throws InvalidResourceId.NotFound. */
export function taggedWith(call: Call, world: World, { type, id }: { type: string; id: string }): Tagged {
  const name = tablesOf[call.product]?.[type];
  const resource = name === undefined ? undefined : find<Resource>(regionOf(world, call)[name], id);
  if (resource !== undefined) return { type, id, resource };
  throw new ApiError(404, 'InvalidResourceId.NotFound', `The specified ResourceId is not found: ${id}.`);
}

/** The types of the product. */
export function resourceTypes(call: Call): readonly string[] {
  return Object.keys(tablesOf[call.product] ?? {});
}
