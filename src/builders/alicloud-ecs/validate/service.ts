import { statSync } from 'node:fs';
import { MOST_USER_DATA } from '../../../cloud/alibaba/rules/combinations.ts';
import type { EcsConfig } from '../config.ts';
import { moreThanRegions, wrongShape } from '../words.ts';
import { choiceFindings } from './choices.ts';
import { combinationFindings } from './combinations.ts';
import { diskFindings } from './disks.ts';
import { imageFindings } from './images.ts';
import { networkFindings } from './network.ts';
import { familyFindings } from './packer.ts';
import { roleFindings } from './role.ts';
import { textFindings } from './texts.ts';

/** What the service would refuse, said before anything is made and charged. */
export function serviceFindings(config: EcsConfig): readonly string[] {
  return [
    ...roleFindings(config),
    ...imageFindings(config),
    ...choiceFindings(config),
    ...textFindings(config),
    ...userData(config),
    ...networkFindings(config),
    ...combinationFindings(config),
    ...copies(config),
    ...timeouts(config),
    ...diskFindings(config),
  ];
}

function userData({ user_data, user_data_file }: EcsConfig): readonly string[] {
  const inline = Buffer.byteLength(user_data);
  const file = user_data_file === '' ? 0 : sizeOf(user_data_file);
  const size = Math.max(inline, file);
  if (size <= MOST_USER_DATA) return [];
  const field = file > inline ? 'user_data_file' : 'user_data';
  return [
    `${field} has ${size} bytes, at most ${MOST_USER_DATA} are possible: upload the rest with a provisioner`,
  ];
}

function copies(config: EcsConfig): readonly string[] {
  const regions = config.image_copy_regions.length;
  const lists = ['image_copy_names', 'image_copy_families', 'kms_key_copy_ids'] as const;
  return [
    ...lists
      .filter((field) => config[field].length > regions)
      .map((field) => moreThanRegions(field, config[field].length, regions)),
    ...config.image_copy_families.flatMap((family, index) =>
      familyFindings(`image_copy_families[${index}]`, family),
    ),
  ];
}

function timeouts(config: EcsConfig): readonly string[] {
  const fields = ['wait_snapshot_ready_timeout', 'wait_copying_image_ready_timeout'] as const;
  return fields
    .filter((field) => config[field] < 0)
    .map((field) => wrongShape(field, String(config[field]), 'a number of seconds, 0 or more (0: 3600)'));
}

/** Zero for what cannot be looked at, whatever the reason: that is told elsewhere. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
