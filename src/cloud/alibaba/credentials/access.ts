import { homedir } from 'node:os';
import { join } from 'node:path';
import { isBuildError } from '../../../errors/build-error.ts';
import {
  keysMissing,
  profileLacks,
  profileModeUnserved,
  regionMissing,
} from '../../../errors/word/credentials.ts';
import { assumedRole } from './assumed-role.ts';
import { type Credentials, Keys } from './keys.ts';
import { metadataAddress, metadataRole } from './metadata-role.ts';
import { type Profile, readProfile } from './profile.ts';
import { staticKeys } from './static-keys.ts';

/** The template's access keys, by their own names; empty: not given. */
export interface AccessSettings {
  readonly access_key: string;
  readonly secret_key: string;
  readonly security_token: string;
  readonly region: string;
  readonly profile: string;
  readonly shared_credentials_file: string;
  readonly ram_role_name: string;
  readonly ram_role_arn: string;
  readonly ram_session_name: string;
  readonly custom_endpoint_ecs: string;
}

export interface AccessSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One base URL for every product; STS is reached there too. */
  readonly endpointUrl?: string | undefined;
  /** Base URL of the metadata service; default ECS_IMAGEBUILD_METADATA_URL, then the real one. */
  readonly metadataUrl?: string | undefined;
  readonly pace?: number | undefined;
}

export interface Access {
  readonly region: string;
  readonly credentials: Credentials;
  readonly customEndpointEcs: string;
}

/**
 * Which keys, region and ECS endpoint a template means. As in Packer's access config: an instance role by name comes
 * first, then a role by ARN, then plain keys; the environment fills what the template leaves out. What a profile says
 * wins over both, as the product guide has it. Nothing is connected to yet.
 */
export async function resolveAccess(settings: AccessSettings, around: AccessSurroundings): Promise<Access> {
  const profile = await profileOf(settings, around.env);
  const region = profile?.region || settings.region || around.env['ALICLOUD_REGION'] || '';
  if (region === '') throw regionMissing();
  return {
    region,
    credentials: credentialsOf(settings, profile, region, around),
    customEndpointEcs: profile?.endpoint || settings.custom_endpoint_ecs,
  };
}

async function profileOf(
  settings: AccessSettings,
  env: AccessSurroundings['env'],
): Promise<Profile | undefined> {
  const name = settings.profile || env['ALICLOUD_PROFILE'] || '';
  if (name === '') return undefined;
  const home = env['HOME'] || env['USERPROFILE'] || homedir();
  const given = settings.shared_credentials_file || env['ALICLOUD_SHARED_CREDENTIALS_FILE'] || '';
  const file = given === '' ? join(home, '.aliyun', 'config.json') : given.replace(/^~(?=[/\\]|$)/, home);
  try {
    return await readProfile(name, file);
  } catch (error) {
    // Packer goes on with the template's keys when a profile cannot be had.
    if (isBuildError(error) && hasOwnKeys(settings, env)) return undefined;
    throw error;
  }
}

function hasOwnKeys(settings: AccessSettings, env: AccessSurroundings['env']): boolean {
  const { accessKeyId, accessKeySecret } = templateKeys(settings, env);
  return settings.ram_role_name !== '' || (accessKeyId !== '' && accessKeySecret !== '');
}

function credentialsOf(
  settings: AccessSettings,
  profile: Profile | undefined,
  region: string,
  around: AccessSurroundings,
): Credentials {
  const instanceRole = settings.ram_role_name || roleNameOf(profile);
  if (instanceRole !== '') return instanceCredentials(instanceRole, around);
  const base =
    profile === undefined ? ownKeys(settings, around.env) : profileKeys(profile, settings, around.env);
  const wanted = roleOf(settings, profile);
  if (wanted.arn === '') return base;
  const { endpointUrl, pace } = around;
  return assumedRole({ ...wanted, client: { region, credentials: base, endpointUrl, pace } });
}

function instanceCredentials(role: string, { env, metadataUrl }: AccessSurroundings): Credentials {
  return metadataRole({
    role,
    address: metadataUrl || env['ECS_IMAGEBUILD_METADATA_URL'] || metadataAddress,
    disabled: env['ALIBABA_CLOUD_ECS_METADATA_DISABLED']?.toLowerCase() === 'true',
    tokenOnly: env['ALIBABA_CLOUD_IMDSV1_DISABLED']?.toLowerCase() === 'true',
  });
}

function roleNameOf(profile: Profile | undefined): string {
  if (profile?.mode !== 'EcsRamRole') return '';
  if (profile.ramRoleName === '') throw profileLacks(profile.name, profile.mode, 'ram_role_name');
  return profile.ramRoleName;
}

// A session name only labels the session in logs, so a role without one is assumed all the same: Packer would go on
// silently with the keys of the wrong account.
function roleOf(settings: AccessSettings, profile: Profile | undefined) {
  const fromProfile = profile?.mode === 'RamRoleArn';
  return {
    arn: (fromProfile && profile.ramRoleArn) || settings.ram_role_arn,
    session: (fromProfile && profile.ramSessionName) || settings.ram_session_name || 'ecs-imagebuild',
    duration: fromProfile ? profile.expiredSeconds : 0,
  };
}

function profileKeys(
  profile: Profile,
  settings: AccessSettings,
  env: AccessSurroundings['env'],
): Credentials {
  const { name, mode } = profile;
  if (!['AK', 'StsToken', 'RamRoleArn'].includes(mode)) throw profileModeUnserved(name, mode);
  if (mode === 'RamRoleArn' && profile.ramRoleArn === '') throw profileLacks(name, mode, 'ram_role_arn');
  if (mode === 'StsToken' && profile.stsToken === '') throw profileLacks(name, mode, 'sts_token');
  const own = templateKeys(settings, env);
  const complete = profile.accessKeyId !== '' && profile.accessKeySecret !== '';
  if (!complete && (own.accessKeyId === '' || own.accessKeySecret === ''))
    throw profileLacks(name, mode, 'access_key_id and access_key_secret');
  // Like Packer: a profile of plain keys also puts out a security token from elsewhere, which belongs to other keys.
  const token = mode === 'StsToken' ? profile.stsToken : '';
  const keys = complete ? profile : own;
  return staticKeys(new Keys(keys.accessKeyId, keys.accessKeySecret, token), `profile ${name}`);
}

function ownKeys(settings: AccessSettings, env: AccessSurroundings['env']): Credentials {
  const keys = templateKeys(settings, env);
  if (keys.accessKeyId === '' || keys.accessKeySecret === '') throw keysMissing();
  return staticKeys(keys, settings.access_key === '' ? 'the environment' : 'the template');
}

function templateKeys(settings: AccessSettings, env: AccessSurroundings['env']): Keys {
  return new Keys(
    settings.access_key || env['ALICLOUD_ACCESS_KEY'] || '',
    settings.secret_key || env['ALICLOUD_SECRET_KEY'] || '',
    settings.security_token || env['SECURITY_TOKEN'] || '',
  );
}
