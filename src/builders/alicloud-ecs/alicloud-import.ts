import { postProcessorNotAvailable } from '../../errors/component-words.ts';
import type { PostProcessorType } from '../../post-processors/post-processor.ts';
import { ossBucketMissing } from '../../post-processors/words.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, string } from '../../template/schema/field.ts';
import { alicloudEcsFields } from './config.ts';

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

/** Strings that are rendered only while it runs. */
const LATE = ['oss_key_name', 'run_command'];

/** Imports a disk as an image. Its settings are checked; it is not run. */
export const alicloudImport: PostProcessorType = {
  type: 'alicloud-import',
  fields: alicloudImportFields,
  keepsInput: false,
  prepare(raw, context) {
    const { oss_bucket_name: bucket } = decode(alicloudImportFields, [raw], { context, exclude: LATE });
    if (bucket === '') throw ossBucketMissing();
    return { run: () => Promise.reject(postProcessorNotAvailable('alicloud-import')) };
  },
};
