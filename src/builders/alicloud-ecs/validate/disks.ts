import type { DiskMapping, EcsConfig } from '../config.ts';
import { notOneOf, outOfRange, tooMany } from '../words.ts';

type Range = readonly [low: number, high: number];

/** Sizes in GiB by category, as documented for RunInstances. */
const CATEGORIES: Readonly<Record<string, { readonly system: Range; readonly data: Range }>> = {
  cloud: { system: [20, 500], data: [5, 2000] },
  cloud_efficiency: { system: [20, 2048], data: [20, 32_768] },
  cloud_ssd: { system: [20, 2048], data: [20, 32_768] },
  cloud_essd: { system: [20, 2048], data: [1, 65_536] },
  cloud_auto: { system: [1, 2048], data: [1, 65_536] },
  cloud_essd_entry: { system: [10, 2048], data: [10, 32_768] },
  ephemeral_ssd: { system: [20, 500], data: [5, 800] },
};
const ANY_SIZE = { system: [1, 2048], data: [1, 65_536] } as const;
const MOST_DATA_DISKS = 16;

/** Findings in system_disk_mapping and image_disk_mappings. */
export function diskFindings(config: EcsConfig): readonly string[] {
  const { system_disk_mapping: system, image_disk_mappings: data } = config;
  const many =
    data.length > MOST_DATA_DISKS
      ? [tooMany('image_disk_mappings', data.length, MOST_DATA_DISKS, 'an instance has no more data disks')]
      : [];
  return [
    ...many,
    ...oneDisk('system_disk_mapping', system, 'system'),
    ...data.flatMap((disk, index) => [
      ...oneDisk(`image_disk_mappings[${index}]`, disk, 'data'),
      ...contents(`image_disk_mappings[${index}]`, disk),
    ]),
  ];
}

function oneDisk(field: string, disk: DiskMapping, use: 'system' | 'data'): readonly string[] {
  const { disk_category: category, disk_size: size } = disk;
  const known = Object.hasOwn(CATEGORIES, category) ? CATEGORIES[category] : undefined;
  const findings: string[] = [];
  if (category !== '' && known === undefined)
    findings.push(notOneOf(`${field}.disk_category`, category, Object.keys(CATEGORIES)));
  const [low, high] = (known ?? ANY_SIZE)[use];
  if (size !== 0 && (size < low || size > high))
    findings.push(outOfRange(`${field}.disk_size`, size, low, high));
  return findings;
}

/** A new data disk has to get its size from somewhere. */
function contents(field: string, disk: DiskMapping): readonly string[] {
  if (disk.disk_size !== 0 || disk.disk_snapshot_id !== '') return [];
  return [`${field} needs disk_size or disk_snapshot_id`];
}
