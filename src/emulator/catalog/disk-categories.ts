import { diskSizes } from '../../cloud/alibaba/rules/disks.ts';

/** A kind of cloud disk and the sizes (GiB) it comes in. */
export interface DiskCategory {
  readonly name: string;
  readonly system: readonly [min: number, max: number];
  readonly data: readonly [min: number, max: number];
}

const names = ['cloud_essd', 'cloud_efficiency', 'cloud_ssd', 'cloud', 'cloud_auto', 'cloud_essd_entry'];

/** Categories that can be bought, the default of a new instance first. */
export const diskCategories: readonly DiskCategory[] = names.map((name) => ({
  name,
  system: diskSizes(name, 'system'),
  data: diskSizes(name, 'data'),
}));

/** The category with this name. */
export function findDiskCategory(name: string): DiskCategory | undefined {
  return diskCategories.find((category) => category.name === name);
}
