import { BuildError } from '../build-error.ts';

/** Texts of the credentials: which are missing, and why a source of them failed. Never a secret. */
export const keysMissing = (): BuildError =>
  new BuildError(
    'credentials-missing',
    '(ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY) or ram_role_name option must be set in template file or environment variables.',
    {
      hint: 'Set access_key and secret_key, their environment variables, profile, or ram_role_name on an ECS instance.',
    },
  );

export const regionMissing = (): BuildError =>
  new BuildError(
    'config-invalid',
    'region option or ALICLOUD_REGION must be provided in template file or environment variables.',
  );

export const profileUnreadable = (profile: string, file: string, why: string): BuildError =>
  new BuildError('credentials-missing', `Reading profile ${profile} from ${file}: ${why}.`, {
    hint: 'Check profile (ALICLOUD_PROFILE) and shared_credentials_file; the default file is ~/.aliyun/config.json.',
    data: { profile, file },
  });

export const profileModeUnserved = (profile: string, mode: string): BuildError =>
  new BuildError(
    'credentials-missing',
    `Profile ${profile} has the mode ${mode}, which is not supported yet.`,
    {
      hint: 'Supported are AK, StsToken, RamRoleArn and EcsRamRole. Or give keys from that source as access_key, secret_key and security_token.',
      data: { profile, mode },
    },
  );

export const profileLacks = (profile: string, mode: string, fields: string): BuildError =>
  new BuildError('credentials-missing', `Profile ${profile} has the mode ${mode} but no ${fields}.`, {
    data: { profile, mode },
  });

export const metadataDisabled = (role: string): BuildError =>
  new BuildError(
    'credentials-missing',
    `Getting keys of the RAM role ${role}: ALIBABA_CLOUD_ECS_METADATA_DISABLED=true forbids the metadata service.`,
    { hint: 'Unset it on the ECS instance that has the role, or give keys instead of ram_role_name.' },
  );

export const metadataFailed = (role: string, address: string, why: string, cause?: unknown): BuildError =>
  new BuildError('credentials-missing', `Getting keys of the RAM role ${role} from ${address}: ${why}.`, {
    hint: 'ram_role_name works only on an ECS instance that has this role.',
    cause,
    data: { role, address },
  });

export const roleKeysIncomplete = (role: string): BuildError =>
  new BuildError('credentials-missing', `Assuming the RAM role ${role}: the answer has no keys.`, {
    data: { role },
  });
