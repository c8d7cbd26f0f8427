import { alicloudEcsFields } from '../builders/alicloud-ecs/config.ts';
import { bool, string } from '../template/schema/field.ts';

/** Settings of `alicloud-import`: all those of the builder, and where the disk comes from. */
export const alicloudImportFields = {
  ...alicloudEcsFields,
  instance_type: { ...alicloudEcsFields.instance_type, required: false },
  oss_bucket_name: string('OSS bucket that the disk is uploaded to; made when it does not exist.', '', {
    required: true,
  }),
  oss_key_name: string('Name of the object in the bucket. Default `Packer_` and a number.'),
  skip_clean: bool('Leaves the object in the bucket.'),
  image_os_type: string('`linux` or `windows`.'),
  image_platform: string('Distribution, such as `CentOS`.'),
  image_architecture: string('`x86_64` or `i386`.'),
  image_system_size: string('Size of the system disk in GB.'),
  format: string('`RAW` or `VHD`.'),
};
