import {
  bool,
  duration,
  int,
  string,
  stringMap,
  strings,
  structs,
  trilean,
} from '../../../template/schema/field.ts';

const tagFields = {
  key: string('Key of the tag.'),
  value: string('Value of the tag.'),
};

/** What comes out: the image, its copies, and who may use them. */
export const imageFields = {
  image_name: string('Name of the image, 2 to 128 characters; unique in account and region.', '', {
    required: true,
  }),
  image_version: string('Version of the image, up to 40 characters.'),
  image_description: string('Description of the image, up to 256 characters.'),
  target_image_family: string('Family that the image joins, so that others find the newest image by it.'),
  boot_mode: string(
    'Boot mode of the image: `BIOS`, `UEFI` or `UEFI-Preferred`. Default: as the source image.',
  ),
  resource_group_id: string('Resource group of the image and of everything that is made on the way to it.'),
  tags: stringMap('Tags of the image, of its copies and of their snapshots.'),
  tag: structs(tagFields, 'The same as `tags`, one object with `key` and `value` each.'),
  image_ignore_data_disks: bool('Make the image of the system disk alone.'),
  image_encrypted: trilean(
    'Encrypt the image and its copies (or do not, with `false`). Default: as the disks of the instance are.',
  ),
  kms_key_id: string('KMS key that encrypts the image; default: the service key of the region.'),
  kms_key_copy_ids: strings('KMS keys that encrypt the copies, in the order of `image_copy_regions`.'),
  image_copy_regions: strings('Regions that get a copy of the image.'),
  image_copy_names: strings('Names of the copies, in the order of `image_copy_regions`.'),
  image_copy_families: strings(
    'Families that the copies join, in the order of `image_copy_regions`. Not one of Packer’s settings.',
  ),
  image_share_account: strings('Accounts that may use the image and its copies.'),
  image_unshare_account: strings('Accounts that may no longer use the image and its copies.'),
  image_force_delete: bool(
    'Replace images that already have the name. They are renamed first, and deleted once the new image exists.',
  ),
  image_force_delete_snapshots: bool('Together with a replaced image delete its snapshots.'),
  image_force_delete_instances: bool('Accepted for compatibility; instances are never deleted.'),
  image_keep_last: int(
    'How many images of `target_image_family` (and of `image_copy_families`) to keep, the new one included; older ones are deleted with their snapshots, but for shared ones and those in use. Default: all. Not one of Packer’s settings.',
  ),
  image_deprecate_after: duration(
    'Age at which images of the family are marked as deprecated, such as `720h`; not shared ones. Not one of Packer’s settings.',
  ),
  skip_create_image: bool('End after the provisioners and the stop: no image is made.'),
  wait_snapshot_ready_timeout: int('Seconds that making the snapshots and the image may take.', 3600),
  wait_copying_image_ready_timeout: int('Seconds that copying an image may take.', 3600),
};
