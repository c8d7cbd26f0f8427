import { bool, int, string } from '../../../template/schema/field.ts';

/** Who builds, and where. */
export const accessFields = {
  access_key: string(
    'AccessKey id. Default: the environment variable `ALICLOUD_ACCESS_KEY`; not needed with `profile` or `ram_role_name`.',
    '',
    { secret: true },
  ),
  secret_key: string('AccessKey secret. Default: the environment variable `ALICLOUD_SECRET_KEY`.', '', {
    secret: true,
  }),
  security_token: string(
    'Token that belongs to a temporary AccessKey pair. Default: the environment variable `SECURITY_TOKEN`.',
    '',
    { secret: true },
  ),
  region: string(
    'Region to build in. Default: the environment variable `ALICLOUD_REGION`, then the profile.',
  ),
  profile: string(
    'Name of a profile in the Alibaba Cloud CLI configuration; its values win over those of the template. Default: the environment variable `ALICLOUD_PROFILE`.',
  ),
  shared_credentials_file: string(
    'File that holds the profiles. Default: the environment variable `ALICLOUD_SHARED_CREDENTIALS_FILE`, then `~/.aliyun/config.json`.',
  ),
  ram_role_name: string('Role of the ECS instance that this program runs on; its temporary keys are used.'),
  ram_role_arn: string(
    'Role to assume on top of whatever credentials there are, also one of another account; goes together with `ram_session_name`.',
  ),
  ram_session_name: string('Name that the assumed role is seen under in the audit log.'),
  ram_session_policy: string('Policy (JSON) that cuts down what the assumed role may do.'),
  ram_session_duration: int(
    'Seconds that keys of the assumed role are good for, 900 to 43200; they are renewed in time. Default: an hour.',
  ),
  ram_external_id: string('External id that the account of the role asks for.', '', { secret: true }),
  custom_endpoint_ecs: string('Host name that answers the ECS API instead of the usual one of the region.'),
  skip_region_validation: bool('Do not compare `region` and `image_copy_regions` with the list of regions.'),
  skip_image_validation: bool('Also accept a source image that is past its date.'),
};
