/** Sizes of disks in GiB, least and most. Source: documentation of RunInstances, `SystemDisk.Size` and `DataDisk.N.Size`. */
type Range = readonly [least: number, most: number];

interface Sizes {
  /** Unset: no system disk is of this category. */
  readonly system?: Range;
  readonly data: Range;
}

const LARGEST_SYSTEM = 2048;
const LARGEST_DATA = 65_536;

/** The categories that are known; the service adds others, whose sizes it alone knows. */
export const DISK_CATEGORIES: Readonly<Record<string, Sizes>> = {
  cloud: { system: [20, 500], data: [5, 2000] },
  cloud_efficiency: { system: [20, LARGEST_SYSTEM], data: [20, 32_768] },
  cloud_ssd: { system: [20, LARGEST_SYSTEM], data: [20, 32_768] },
  cloud_essd: { system: [20, LARGEST_SYSTEM], data: [20, LARGEST_DATA] },
  cloud_auto: { system: [1, LARGEST_SYSTEM], data: [1, LARGEST_DATA] },
  cloud_essd_entry: { system: [10, LARGEST_SYSTEM], data: [10, 32_768] },
  cloud_regional_disk_auto: { data: [10, LARGEST_DATA] },
  elastic_ephemeral_disk_standard: { data: [64, 8192] },
  elastic_ephemeral_disk_premium: { data: [64, 8192] },
  ephemeral_ssd: { system: [20, 500], data: [5, 800] },
};

/** The least size of an ESSD by its performance level; PL1 is the default. */
const LEAST_OF_LEVEL: Readonly<Record<string, number>> = { PL0: 1, PL1: 20, PL2: 461, PL3: 1261 };

export const PERFORMANCE_LEVELS: readonly string[] = Object.keys(LEAST_OF_LEVEL);
export const MOST_DATA_DISKS = 16;

/** Device of a data disk. Documented samples leave the leading slash out. */
export const DATA_DEVICE = /^\/?dev\/xvd([b-z]|[a-z][a-z])$/;

/** What size a disk may have; an empty or unknown category: what any may have. */
export function diskSizes(category: string, use: 'system' | 'data', level = ''): Range {
  const widest: Range = use === 'system' ? [1, LARGEST_SYSTEM] : [1, LARGEST_DATA];
  const known = Object.hasOwn(DISK_CATEGORIES, category) ? DISK_CATEGORIES[category]?.[use] : undefined;
  if (known === undefined) return widest;
  if (category !== 'cloud_essd') return known;
  return [LEAST_OF_LEVEL[level === '' ? 'PL1' : level] ?? known[0], known[1]];
}

/** Families of types that bring disks of their own, which no image can be made of. Source: the table of instance families. */
const LOCAL_DISKS = /^ecs\.(d\d|i\d|ga1[.-]|gn5[.-]|ebmi\d|ebmhfd|hfd)/;

/** Whether an image of all disks of such an instance is refused. */
export function hasLocalDisks(instanceType: string): boolean {
  return LOCAL_DISKS.test(instanceType);
}
