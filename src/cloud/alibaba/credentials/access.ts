import { homedir } from 'node:os';
import { join } from 'node:path';
import { type BuildError, isBuildError } from '../../../errors/build-error.ts';
import { variables } from '../../credential-variables.ts';
import { regionMeant } from '../../region.ts';
import { assumedRole, type RoleRequest } from './assumed-role.ts';
import { environmentSources } from './environment-sources.ts';
import { instanceRole } from './instance-role.ts';
import { type Credentials, Keys } from './keys.ts';
import { type Profile, readProfile } from './profile.ts';
import { profileSource } from './profile-source.ts';
import { firstOf, hidden, type Source } from './source.ts';
import { staticKeys } from './static-keys.ts';
import type { AccessSurroundings } from './surroundings.ts';
import { regionMissing } from './words.ts';

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
  readonly ram_session_policy: string;
  readonly ram_session_duration: number;
  readonly ram_external_id: string;
  readonly custom_endpoint_ecs: string;
}

interface Access {
  readonly region: string;
  readonly credentials: Credentials;
  readonly customEndpointEcs: string;
  /** Name of the profile in use; empty: none. */
  readonly profile: string;
}

/**
 * Which keys, region and ECS endpoint a template means. As in Packer's access config an instance role by name comes
 * first; then a profile, whose words win over those of the template and the environment; then plain keys, and then what
 * the environment names for the current SDKs. A role by ARN is assumed on top of whatever is found. Nothing is
 * connected to yet.
 */
export async function resolveAccess(settings: AccessSettings, around: AccessSurroundings): Promise<Access> {
  const { before, env, otherwise = '' } = around;
  const profile = await profileOf(settings, around);
  const own = isProfile(profile) ? profile : undefined;
  const meant = regionMeant({ profile: own?.region ?? '', template: settings.region, env });
  const region = before?.region || meant || otherwise;
  if (region === '') throw isBuildError(profile) ? profile : regionMissing();
  return {
    region,
    credentials: await credentialsOf({ settings, profile, region, around }),
    customEndpointEcs: before?.endpoint ?? (own?.endpoint || settings.custom_endpoint_ecs),
    profile: own?.name ?? '',
  };
}

interface Asked {
  readonly settings: AccessSettings;
  readonly profile: Profile | string | BuildError;
  readonly region: string;
  readonly around: AccessSurroundings;
}

async function credentialsOf(asked: Asked): Promise<Credentials> {
  const { settings, profile, around, region } = asked;
  const told = (credentials: Credentials) =>
    around.hide === undefined ? credentials : hidden(credentials, (secrets) => around.hide?.(secrets));
  const assume = (role: RoleRequest, base: Credentials) =>
    assumedRole({ ...role, client: { ...around, region, credentials: told(base) } });
  const on = (credentials: Credentials) => told(withRole(settings, credentials, assume));
  return firstOf([
    {
      name: 'ram_role_name of the template',
      find: async () =>
        settings.ram_role_name === '' ? 'not set' : on(instanceRole(settings.ram_role_name, around)),
    },
    {
      name: 'the profile',
      find: async () => {
        if (isBuildError(profile)) throw profile;
        if (!isProfile(profile)) return profile;
        const another = (name: string) => readProfile(name, profileFile(settings, around.env));
        const own = ownKeys(settings, around.env);
        const instance = (role: string) => instanceRole(role, around);
        const found = await profileSource(profile, { around, region, own, another, instance, assume });
        // A profile that assumes a role has said which: its word wins over the template's.
        return /^(RamRoleArn|Chainable)/.test(profile.mode) ? told(found) : on(found);
      },
    },
    {
      name: 'access_key and secret_key (ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY)',
      find: async () => plainKeys(settings, around.env, on),
    },
    ...environmentSources({ around, region }).map(
      ({ name, find }): Source => ({
        name,
        find: async () => {
          const found = await find();
          return typeof found === 'string' ? found : on(found);
        },
      }),
    ),
  ]);
}

function withRole(
  settings: AccessSettings,
  base: Credentials,
  assume: (role: RoleRequest, base: Credentials) => Credentials,
): Credentials {
  if (settings.ram_role_arn === '') return base;
  // A session name only labels the session in logs, so a role without one is assumed all the same: Packer would go on
  // silently with the keys of the wrong account.
  return assume(
    {
      arn: settings.ram_role_arn,
      session: settings.ram_session_name,
      duration: settings.ram_session_duration,
      policy: settings.ram_session_policy,
      externalId: settings.ram_external_id,
    },
    base,
  );
}

function isProfile(profile: Profile | string | BuildError): profile is Profile {
  return typeof profile !== 'string' && !isBuildError(profile);
}

/** The profile that is asked for; in words why there is none to use; or what keeps it from being used. */
async function profileOf(
  settings: AccessSettings,
  { env, before }: AccessSurroundings,
): Promise<Profile | string | BuildError> {
  const said = settings.profile || env['ALICLOUD_PROFILE'] || env[variables.profile];
  const name = said || (before?.profile ?? '');
  if (name === '') return `neither profile nor ALICLOUD_PROFILE nor ${variables.profile} is set`;
  try {
    return await readProfile(name, profileFile(settings, env));
  } catch (error) {
    // Packer goes on with the template's keys when a profile cannot be had.
    if (!isBuildError(error)) throw error;
    return hasOwnKeys(settings, env) ? error.message : error;
  }
}

function profileFile(settings: AccessSettings, env: AccessSurroundings['env']): string {
  const home = env['HOME'] || env['USERPROFILE'] || homedir();
  const given = settings.shared_credentials_file || env['ALICLOUD_SHARED_CREDENTIALS_FILE'] || '';
  return given === '' ? join(home, '.aliyun', 'config.json') : given.replace(/^~(?=[/\\]|$)/, home);
}

function hasOwnKeys(settings: AccessSettings, env: AccessSurroundings['env']): boolean {
  const { accessKeyId, accessKeySecret } = ownKeys(settings, env);
  return settings.ram_role_name !== '' || (accessKeyId !== '' && accessKeySecret !== '');
}

function plainKeys(
  settings: AccessSettings,
  env: AccessSurroundings['env'],
  on: (credentials: Credentials) => Credentials,
): Credentials | string {
  const keys = ownKeys(settings, env);
  if (keys.accessKeyId === '' && keys.accessKeySecret === '') return 'not set';
  if (keys.accessKeyId === '') return 'there is a secret key, but no access key';
  if (keys.accessKeySecret === '') return 'there is an access key, but no secret key';
  const ofEnvironment = keys.accessKeyId === env['ALICLOUD_ACCESS_KEY'];
  return on(staticKeys(keys, ofEnvironment ? 'the environment' : 'the template'));
}

function ownKeys(settings: AccessSettings, env: AccessSurroundings['env']): Keys {
  return new Keys(
    settings.access_key || env['ALICLOUD_ACCESS_KEY'] || '',
    settings.secret_key || env['ALICLOUD_SECRET_KEY'] || '',
    settings.security_token || env['SECURITY_TOKEN'] || '',
  );
}
