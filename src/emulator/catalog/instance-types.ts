import { madeUpType } from './made-up-types.ts';
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
  /** Number of local disks that come with the type. */
  readonly localDisks: number;
}

type Age = 'old' | 'middle' | 'new';

interface Family {
  readonly name: string;
  readonly age: Age;
  readonly sizes: string;
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
  { name: 'gn5', age: 'old', sizes: 'c8g1.2xlarge:8/60' },
];

const arm = new Set(['g8y']);
const disksOfAge: Readonly<Record<Age, readonly string[]>> = {
  old: ['cloud_efficiency', 'cloud_ssd', 'cloud'],
  middle: ['cloud_essd', 'cloud_efficiency', 'cloud_ssd', 'cloud_auto'],
  new: ['cloud_essd', 'cloud_auto', 'cloud_essd_entry'],
};
const ageOfType = new Map<string, Age>();

/** Families that are asked for less often, in their usual sizes. */
const others =
  's2 s3 c4 ce4 cm4 gn4 sn1 sn2 sn1ne sn2ne se1 se1ne mn4 r5 hfc5 hfg5 hfc6 hfg6 hfr6 c6e g6e r6e c6a g6a r6a g6r c6r ' +
  'c7a g7a r7a hfc7 hfg7 hfr7 r8i c8a g8a r8a c8y r8y g9i c9i r9i';
/** Types whose names tell more than family and size. */
const single =
  'gn5i-c2g1.large gn5i-c4g1.xlarge gn5-c4g1.xlarge gn6i-c4g1.xlarge gn6i-c8g1.2xlarge gn6v-c8g1.2xlarge gn6e-c12g1.3xlarge ' +
  'gn7i-c8g1.2xlarge gn7-c12g1.3xlarge vgn5i-m1.large vgn6i-m4.xlarge t5-lc1m4.large t5-c1m1.large t5-c1m4.large t6-c1m1.xlarge ' +
  't6-c1m2.xlarge t6-c4m1.large s6-c1m4.small s6-c1m4.xlarge u1-c1m2.xlarge u1-c1m4.xlarge u1-c1m8.large e-c1m2.xlarge e-c1m4.xlarge';
const usualSizes = ['large', 'xlarge', '2xlarge', '4xlarge'];

/** Every instance type, in the order of age. */
export const instanceTypes: readonly InstanceType[] = [
  ...families.flatMap((family) => family.sizes.split(' ').map((size) => instanceType(family, size))),
  ...single.split(' ').flatMap((name) => madeUpType(`ecs.${name}`) ?? []),
  ...others
    .split(' ')
    .flatMap((name) => usualSizes.flatMap((size) => madeUpType(`ecs.${name}.${size}`) ?? [])),
];

const listed = new Map(instanceTypes.map((type) => [type.id, type]));

/** The type with this id; one that is not listed is made up when its name is well-formed. */
export function findInstanceType(id: string): InstanceType | undefined {
  return listed.get(id) ?? madeUpType(id);
}

/** The listed types, and one that is asked for by its name. */
export function typesWith(id: string): readonly InstanceType[] {
  const asked = listed.has(id) ? undefined : madeUpType(id);
  return asked === undefined ? instanceTypes : [...instanceTypes, asked];
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
    localDisks: family.localDisks ?? 0,
  };
}
