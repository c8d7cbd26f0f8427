import type { AccessSettings } from '../../../../src/cloud/alibaba/credentials/access.ts';

/** Settings that name a region and nothing else. */
export const accessSettings: AccessSettings = {
  access_key: '',
  secret_key: '',
  security_token: '',
  region: 'cn-hangzhou',
  profile: '',
  shared_credentials_file: '',
  ram_role_name: '',
  ram_role_arn: '',
  ram_session_name: '',
  ram_session_policy: '',
  ram_session_duration: 0,
  ram_external_id: '',
  custom_endpoint_ecs: '',
};
