import type { EcsConfig } from '../config.ts';

export interface CopyPlan {
  readonly region: string;
  /** Empty: the service names the copy. */
  readonly name: string;
  /** Empty: none. */
  readonly family: string;
  readonly kmsKeyId: string;
}

/** The copies that are asked for: each region once, and the region of the image itself never. */
export function copyPlans(config: EcsConfig): readonly CopyPlan[] {
  return config.image_copy_regions
    .map((region, index) => ({
      region,
      name: config.image_copy_names[index] ?? '',
      family: config.image_copy_families[index] ?? '',
      kmsKeyId: config.kms_key_copy_ids[index] ?? '',
    }))
    .filter(
      ({ region }, index) => region !== config.region && config.image_copy_regions.indexOf(region) === index,
    );
}

/** Every name that the build will take, with its region. */
export function imageNames(config: EcsConfig): readonly { readonly region: string; readonly name: string }[] {
  const copies = copyPlans(config).filter(({ name }) => name !== '');
  return [{ region: config.region, name: config.image_name }, ...copies];
}
