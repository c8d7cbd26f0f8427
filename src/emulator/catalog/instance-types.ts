import { findRegion } from './regions.ts';

/** An instance type of the emulated cloud. `memory` in GiB. */
export interface InstanceType {
  readonly id: string;
  readonly family: string;
  readonly cores: number;
  readonly memory: number;
  readonly architecture: 'X86' | 'ARM';
  readonly generation: string;
  readonly disks: readonly string[];
  /** Sold in zones, but with none left at the moment. */
  readonly soldOut: boolean;
  /** Number of local disks that come with the type. */
  readonly localDisks: number;
}

type Age = 'old' | 'middle' | 'new';

interface Family {
  readonly name: string;
  readonly age: Age;
  readonly sizes: string;
  readonly soldOut?: boolean;
  readonly localDisks?: number;
}

/** Sizes as `name:cores/memory`. */
const families: readonly Family[] = [
  { name: 'n1', age: 'old', sizes: 'tiny:1/1 small:1/2 medium:2/4 large:4/8 xlarge:8/16' },
  { name: 'n4', age: 'old', sizes: 'small:1/2 large:2/4 xlarge:4/8 2xlarge:8/16' },
  { name: 'xn4', age: 'old', sizes: 'small:1/1' },
  {
    name: 't5',
    age: 'old',
    sizes: 'lc2m1.nano:1/0.5 lc1m1.small:1/1 lc1m2.small:1/2 lc1m2.large:2/4 c1m2.large:2/4',
  },
  { name: 't6', age: 'middle', sizes: 'c2m1.large:2/1 c1m1.large:2/2 c1m2.large:2/4 c1m4.large:2/8' },
  {
    name: 's6',
    age: 'middle',
    sizes: 'c1m1.small:1/1 c1m2.small:1/2 c1m2.large:2/4 c1m2.xlarge:4/8 c1m4.large:2/8',
  },
  { name: 'e', age: 'new', sizes: 'c1m1.large:2/2 c1m2.large:2/4 c1m4.large:2/8' },
  { name: 'u1', age: 'new', sizes: 'c1m1.large:2/2 c1m2.large:2/4 c1m4.large:2/8' },
  { name: 'c5', age: 'old', sizes: 'large:2/4 xlarge:4/8 2xlarge:8/16' },
  { name: 'c6', age: 'middle', sizes: 'large:2/4 xlarge:4/8 2xlarge:8/16' },
  { name: 'c7', age: 'new', sizes: 'large:2/4 xlarge:4/8 2xlarge:8/16' },
  { name: 'c8i', age: 'new', sizes: 'large:2/4 xlarge:4/8 2xlarge:8/16' },
  { name: 'g5', age: 'old', sizes: 'large:2/8 xlarge:4/16 2xlarge:8/32' },
  { name: 'g6', age: 'middle', sizes: 'large:2/8 xlarge:4/16 2xlarge:8/32' },
  { name: 'g7', age: 'new', sizes: 'large:2/8 xlarge:4/16 2xlarge:8/32' },
  { name: 'g8i', age: 'new', sizes: 'large:2/8 xlarge:4/16 2xlarge:8/32' },
  { name: 'g8y', age: 'new', sizes: 'small:1/4 large:2/8 xlarge:4/16' },
  { name: 'r6', age: 'middle', sizes: 'large:2/16 xlarge:4/32' },
  { name: 'r7', age: 'new', sizes: 'large:2/16 xlarge:4/32' },
  { name: 'd1ne', age: 'old', sizes: '2xlarge:8/32', localDisks: 4 },
  { name: 'gn5', age: 'old', sizes: 'c8g1.2xlarge:8/60', soldOut: true },
];

const arm = new Set(['g8y']);
const disksOfAge: Readonly<Record<Age, readonly string[]>> = {
  old: ['cloud_efficiency', 'cloud_ssd', 'cloud'],
  middle: ['cloud_essd', 'cloud_efficiency', 'cloud_ssd', 'cloud_auto'],
  new: ['cloud_essd', 'cloud_auto', 'cloud_essd_entry'],
};
const ageOfType = new Map<string, Age>();

/** Every instance type, in the order of age. */
export const instanceTypes: readonly InstanceType[] = families.flatMap((family) =>
  family.sizes.split(' ').map((size) => instanceType(family, size)),
);

/** The type with this id. */
export function findInstanceType(id: string): InstanceType | undefined {
  return instanceTypes.find((type) => type.id === id);
}

/**
 * The zones of a region that sell a type: the oldest third of the zones has no new types, the newest third no old
 * ones, so that a client which takes any zone is found out. A region with less than three zones sells all in each.
 */
export function zonesSelling(type: InstanceType, regionId: string): readonly string[] {
  const zones = findRegion(regionId)?.zones ?? [];
  const third = Math.floor(zones.length / 3);
  const age = ageOfType.get(type.id);
  if (age === 'old') return zones.slice(0, zones.length - third);
  return age === 'new' ? zones.slice(third) : zones;
}

function instanceType(family: Family, size: string): InstanceType {
  const [name = '', numbers = ''] = size.split(':');
  const [cores = 1, memory = 1] = numbers.split('/').map(Number);
  const id = name.includes('.') ? `ecs.${family.name}-${name}` : `ecs.${family.name}.${name}`;
  ageOfType.set(id, family.age);
  return {
    id,
    family: `ecs.${family.name}`,
    cores,
    memory,
    architecture: arm.has(family.name) ? 'ARM' : 'X86',
    generation: family.age === 'old' ? 'ecs-3' : 'ecs-5',
    disks: disksOfAge[family.age],
    soldOut: family.soldOut ?? false,
    localDisks: family.localDisks ?? 0,
  };
}
