import { ApiError, type Call } from '../action.ts';
import { type Params, text } from '../params.ts';
import type { World } from '../world.ts';
import type { RegionState, Resource } from '../world-state.ts';
import { readTags, withTags } from './tag-set.ts';

/** The tables of the region of a call. */
export function regionOf(world: World, call: Call): RegionState {
  return regionNamed(world, call.region);
}

/** The tables of a region; throws InvalidRegionId.NotFound. */
export function regionNamed(world: World, id: string): RegionState {
  const region = Object.hasOwn(world.state.regions, id) ? world.state.regions[id] : undefined;
  if (region === undefined) throw regionUnknown(id);
  return region;
}

/** The error for a region that does not exist. */
export function regionUnknown(id: string): ApiError {
  return new ApiError(404, 'InvalidRegionId.NotFound', `The specified RegionId does not exist: ${id}.`);
}

/** The row with this id, or undefined. */
export function find<Row>(table: Readonly<Record<string, Row>>, id: string): Row | undefined {
  return Object.hasOwn(table, id) ? table[id] : undefined;
}

/** All rows, the newest first, as the service lists them. */
export function newestFirst<Row>(table: Readonly<Record<string, Row>>): readonly Row[] {
  return Object.values(table).reverse();
}

/** What every new resource begins with: an id, the time, its group and its `Tag.N`. */
export function born(world: World, prefix: string, params: Params): Resource {
  return {
    id: world.newId(prefix),
    createdAt: world.now(),
    resourceGroupId: text(params, 'ResourceGroupId'),
    tags: withTags(world, [], readTags(params)),
  };
}

/** Refuses one more when the quota is used up. */
export function checkQuota(have: number, most: number, error: { status: number; code: string }): void {
  if (have >= most) {
    throw new ApiError(error.status, error.code, `The maximum number of resources is exceeded: ${most}.`);
  }
}

/** `2026-01-31T08:05:09Z` */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-31T08:05Z`, the form of instance times. */
export function isoMinutes(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
