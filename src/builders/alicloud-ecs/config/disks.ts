import { int, string, struct, structs, trilean } from '../../../template/schema/field.ts';

const diskFields = {
  disk_name: string('Name of the disk.'),
  disk_category: string(
    '`cloud_essd`, `cloud_ssd`, `cloud_efficiency`, ... Default: what the service chooses.',
  ),
  disk_size: int('Size in GiB. Default: as large as the image or snapshot needs.'),
  disk_snapshot_id: string('Snapshot whose contents a data disk begins with.'),
  disk_description: string('Description of the disk.'),
  disk_delete_with_instance: trilean(
    'Whether the disk goes with the temporary instance. Default: it does; with `false` it stays and is charged.',
  ),
  disk_device: string('Device name of a data disk, such as `/dev/xvdb`.'),
  disk_encrypted: trilean('Whether the disk is encrypted. Default: as its image or snapshot is.'),
};

/** Disks of the temporary instance; they become part of the image. */
export const diskMappingFields = {
  system_disk_mapping: struct(diskFields, 'The system disk.'),
  image_disk_mappings: structs(diskFields, 'Data disks.'),
};
