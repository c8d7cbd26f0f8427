import { bool, string, stringMap, trilean } from '../../../template/schema/field.ts';

/** The temporary instance. */
export const instanceFields = {
  source_image: string('Image to start from: an id.'),
  image_family: string('Family whose newest image to start from; instead of `source_image`.'),
  instance_type: string('Instance type, such as `ecs.g6.large`.', '', { required: true }),
  instance_name: string('Name of the temporary instance.'),
  description: string('Description of the temporary instance.'),
  zone_id: string('Zone to build in. Default: a zone of the region that has the instance type in stock.'),
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
