import { communicatorFields } from '../../communicators/config.ts';
import { type Decoded, string } from '../../template/schema/field.ts';
import { accessFields } from './config/access.ts';
import { diskMappingFields } from './config/disks.ts';
import { imageFields } from './config/image.ts';
import { instanceFields } from './config/instance.ts';
import { networkFields } from './config/network.ts';

/** Every setting of the builder, by its name in the template. */
export const alicloudEcsFields = {
  ...accessFields,
  ...imageFields,
  ...instanceFields,
  ...networkFields,
  ...diskMappingFields,
  ...communicatorFields,
  communicator: string('How to talk to the guest: `ssh`, `winrm`, `cloud-assistant` or `none`.', 'ssh'),
};

/** Decoded settings; after `settle` environment and defaults are in as well, and nothing changes any more. */
export type EcsConfig = Decoded<typeof alicloudEcsFields>;

export type DiskMapping = EcsConfig['system_disk_mapping'];
