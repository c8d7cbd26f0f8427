/** A kind of cloud disk and the sizes (GiB) it comes in. */
export interface DiskCategory {
  readonly name: string;
  readonly system: readonly [min: number, max: number];
  readonly data: readonly [min: number, max: number];
}

/** Categories that can be bought, the default of a new instance first. */
export const diskCategories: readonly DiskCategory[] = [
  { name: 'cloud_essd', system: [20, 2048], data: [20, 65_536] },
  { name: 'cloud_efficiency', system: [20, 2048], data: [20, 32_768] },
  { name: 'cloud_ssd', system: [20, 2048], data: [20, 32_768] },
  { name: 'cloud', system: [20, 500], data: [5, 2000] },
  { name: 'cloud_auto', system: [20, 2048], data: [1, 65_536] },
  { name: 'cloud_essd_entry', system: [10, 2048], data: [10, 32_768] },
];

/** The category with this name. */
export function findDiskCategory(name: string): DiskCategory | undefined {
  return diskCategories.find((category) => category.name === name);
}

/** Performance levels of ESSDs; other categories have none. */
export const performanceLevels: readonly string[] = ['PL0', 'PL1', 'PL2', 'PL3'];
