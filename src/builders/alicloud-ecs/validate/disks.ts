import { DATA_DEVICE, diskSizes, MOST_DATA_DISKS } from '../../../cloud/alibaba/rules/disks.ts';
import type { DiskMapping, EcsConfig } from '../config.ts';
import { outOfRange, sameDevice, tooMany, wrongShape } from '../words.ts';

/** Findings in system_disk_mapping and image_disk_mappings. */
export function diskFindings(config: EcsConfig): readonly string[] {
  const { system_disk_mapping: system, image_disk_mappings: data } = config;
  const many =
    data.length > MOST_DATA_DISKS
      ? [tooMany('image_disk_mappings', data.length, MOST_DATA_DISKS, 'an instance has no more data disks')]
      : [];
  return [
    ...many,
    ...devices(data),
    ...oneDisk('system_disk_mapping', system, 'system'),
    ...data.flatMap((disk, index) => [
      ...oneDisk(`image_disk_mappings[${index}]`, disk, 'data'),
      ...contents(`image_disk_mappings[${index}]`, disk),
    ]),
  ];
}

function oneDisk(field: string, disk: DiskMapping, use: 'system' | 'data'): readonly string[] {
  const { disk_category: category, disk_size: size } = disk;
  const [low, high] = diskSizes(category, use);
  return size !== 0 && (size < low || size > high) ? [outOfRange(`${field}.disk_size`, size, low, high)] : [];
}

/** Two disks cannot be one device, however its name is written. */
function devices(disks: readonly DiskMapping[]): readonly string[] {
  const names = disks.map(({ disk_device: device }) => device.replace(/^\/?dev\//, '/dev/'));
  return disks.flatMap(({ disk_device: device }, index) => {
    const field = `image_disk_mappings[${index}].disk_device`;
    if (device === '') return [];
    if (!DATA_DEVICE.test(device)) return [wrongShape(field, device, "a name such as '/dev/xvdb'")];
    const first = names.indexOf(names[index] ?? '');
    return first < index ? [sameDevice(field, device, `image_disk_mappings[${first}]`)] : [];
  });
}

/** A new data disk has to get its size from somewhere. */
function contents(field: string, disk: DiskMapping): readonly string[] {
  if (disk.disk_size !== 0 || disk.disk_snapshot_id !== '') return [];
  return [`${field} needs disk_size or disk_snapshot_id`];
}
