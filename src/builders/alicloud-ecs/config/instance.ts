import { bool, string, stringMap, strings, struct, trilean } from '../../../template/schema/field.ts';

const filterFields = {
  owner: string(
    '`self`, `system`, `others`, `marketplace`, or the number of the account that shares the image.',
  ),
  name: string('Name of the image; `*` stands for any text, `?` for one character.'),
  family: string('Family of the image.'),
  os: string('`linux`, `windows`, or a platform such as `Ubuntu`.'),
  architecture: string('`x86_64`, `arm64` or `i386`.'),
  tags: stringMap('Tags that the image has.'),
  most_recent: bool('Take the newest of several images; else several are an error.'),
};

/** The temporary instance. */
export const instanceFields = {
  source_image: string('Image to start from: an id.'),
  image_family: string('Family whose newest image to start from; instead of `source_image`.'),
  source_image_filter: struct(
    filterFields,
    'Image to start from, by what it has; instead of `source_image`. Not one of Packer’s settings.',
  ),
  instance_type: string('Instance type, such as `ecs.g6.large`.'),
  instance_types: strings(
    'Instance types to try in this order when one is sold out; instead of `instance_type`. Not one of Packer’s settings.',
  ),
  instance_name: string('Name of the temporary instance.'),
  description: string('Description of the temporary instance.'),
  zone_id: string('Zone to build in. Default: a zone of the region that has the instance type in stock.'),
  zone_ids: strings(
    'Zones to try in this order when an instance type is sold out; instead of `zone_id`. Not one of Packer’s settings.',
  ),
  spot_strategy: string(
    '`SpotAsPriceGo` or `SpotWithPriceLimit` makes a spot instance, which the service keeps for an hour at least. Default: `NoSpot`. Not one of Packer’s settings.',
  ),
  spot_price_limit: string(
    'The most that the instance may cost in an hour, with `SpotWithPriceLimit`. Not one of Packer’s settings.',
  ),
  io_optimized: trilean('Whether the instance is I/O optimized. Default: the service decides by the type.'),
  user_data: string('User data of the instance, up to 32 KB.'),
  user_data_file: string('File whose contents are the user data; instead of `user_data`.'),
  ecs_ram_role_name: string('RAM role of the temporary instance.'),
  run_tags: stringMap('Tags of the temporary instance and of what else is made for the build.'),
  security_enhancement_strategy: string(
    '`Active` installs the security agent (public images only), `Deactive` does not.',
  ),
  disable_stop_instance: bool(
    'Leave stopping to the last provisioner or to you; the build waits until the instance has stopped.',
  ),
  force_stop_instance: bool('Power the instance off instead of shutting it down.'),
};
