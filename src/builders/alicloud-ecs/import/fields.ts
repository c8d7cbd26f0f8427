import { bool, type Decoded, string } from '../../../template/schema/field.ts';
import { alicloudEcsFields } from '../config.ts';

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
  image_architecture: string('`x86_64`, `arm64` or `i386`.'),
  image_system_size: string(
    'Size of the system disk in GiB; at least that of the disk. Default: its own size.',
  ),
  format: string('`RAW`, `VHD` or `QCOW2`; default: what the name of the file says.'),
  license_type: string('Of Windows: `Aliyun` or `BYOL`.'),
};

export type ImportConfig = Decoded<typeof alicloudImportFields>;
