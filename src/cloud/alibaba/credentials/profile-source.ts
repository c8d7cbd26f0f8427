import { openClock } from '../../../wire/clock.ts';
import type { RoleRequest } from './assumed-role.ts';
import { cloudSso } from './cloud-sso.ts';
import { credentialsUri } from './credentials-uri.ts';
import { externalProcess } from './external-process.ts';
import { type Credentials, Keys } from './keys.ts';
import { oidcRole } from './oidc-role.ts';
import type { Profile } from './profile.ts';
import { staticKeys } from './static-keys.ts';
import type { AccessSurroundings } from './surroundings.ts';
import { profileLacks, profileLoops, profileModeRefused, profileModeUnknown } from './words.ts';

/** What a profile is read with besides itself. */
interface ProfileAround {
  readonly around: AccessSurroundings;
  readonly region: string;
  /** Keys of the template or the environment, where a profile of plain keys names none. */
  readonly own: Keys;
  another(name: string): Promise<Profile>;
  instance(role: string): Credentials;
  assume(role: RoleRequest, base: Credentials): Credentials;
}

type Mode = (
  profile: Profile,
  parts: ProfileAround,
  above: readonly string[],
) => Promise<Credentials> | Credentials;

const modes: Readonly<Record<string, Mode>> = {
  AK: (profile, parts) => keysOf(profile, parts, ''),
  StsToken: (profile, parts) => {
    need(profile, { sts_token: profile.stsToken });
    return keysOf(profile, parts, profile.stsToken);
  },
  RamRoleArn: (profile, parts) => parts.assume(roleOf(profile), keysOf(profile, parts, profile.stsToken)),
  EcsRamRole: (profile, parts) => parts.instance(instanceRole(profile)),
  RamRoleArnWithEcs: (profile, parts) => parts.assume(roleOf(profile), parts.instance(instanceRole(profile))),
  ChainableRamRoleArn: chained,
  OIDC: byOidc,
  CredentialsURI: (profile, { around }) => {
    need(profile, { credentials_uri: profile.credentialsUri });
    return credentialsUri(profile.credentialsUri, around.clock ?? openClock());
  },
  External: (profile, { around: { env } }) => {
    need(profile, { process_command: profile.processCommand });
    return externalProcess({ profile: profile.name, command: profile.processCommand, env });
  },
  CloudSSO: byCloudSso,
};

/** The credentials that a profile means, whatever its mode; `above` are the profiles that led here. */
export async function profileSource(
  profile: Profile,
  parts: ProfileAround,
  above: readonly string[] = [],
): Promise<Credentials> {
  const { name, mode } = profile;
  if (above.includes(name)) throw profileLoops([...above, name]);
  // The CLI's own spelling of the mode.
  const serve = modes[mode === 'RamRoleArnWithRoleName' ? 'RamRoleArnWithEcs' : mode];
  if (serve !== undefined) return serve(profile, parts, above);
  throw mode === 'RsaKeyPair' || mode === 'OAuth'
    ? profileModeRefused(name, mode)
    : profileModeUnknown(name, mode, Object.keys(modes));
}

function need({ name, mode }: Profile, fields: Readonly<Record<string, string>>): void {
  const missing = Object.keys(fields).filter((field) => fields[field] === '');
  if (missing.length > 0) throw profileLacks(name, mode, missing.join(' and '));
}

function keysOf(profile: Profile, { own }: ProfileAround, token: string): Credentials {
  const complete = profile.accessKeyId !== '' && profile.accessKeySecret !== '';
  if (!complete && (own.accessKeyId === '' || own.accessKeySecret === ''))
    throw profileLacks(profile.name, profile.mode, 'access_key_id and access_key_secret');
  // Like Packer: a profile of plain keys also puts out a security token from elsewhere, which belongs to other keys.
  const keys = complete ? profile : own;
  return staticKeys(new Keys(keys.accessKeyId, keys.accessKeySecret, token), `profile ${profile.name}`);
}

function roleOf(profile: Profile): RoleRequest {
  need(profile, { ram_role_arn: profile.ramRoleArn });
  const {
    ramRoleArn: arn,
    ramSessionName,
    expiredSeconds: duration,
    externalId,
    sessionPolicy: policy,
  } = profile;
  return { arn, session: ramSessionName, duration, externalId, policy };
}

function instanceRole(profile: Profile): string {
  need(profile, { ram_role_name: profile.ramRoleName });
  return profile.ramRoleName;
}

async function chained(
  profile: Profile,
  parts: ProfileAround,
  above: readonly string[],
): Promise<Credentials> {
  need(profile, { source_profile: profile.sourceProfile });
  const role = roleOf(profile);
  const source = await parts.another(profile.sourceProfile);
  // The template's keys are the named profile's stand-in, not that of profiles behind it.
  const inner = { ...parts, own: new Keys('', '') };
  return parts.assume(role, await profileSource(source, inner, [...above, profile.name]));
}

function byOidc(profile: Profile, { around, region }: ProfileAround): Credentials {
  const { ramRoleArn: arn, oidcProviderArn: provider, oidcTokenFile: tokenFile } = profile;
  need(profile, { ram_role_arn: arn, oidc_provider_arn: provider, oidc_token_file: tokenFile });
  const session = profile.ramSessionName || 'ecs-imagebuild';
  const { endpointUrl, clock = openClock() } = around;
  const duration = profile.expiredSeconds;
  return oidcRole({ arn, provider, tokenFile, session, duration, region, endpoints: { endpointUrl }, clock });
}

function byCloudSso(profile: Profile, { around }: ProfileAround): Credentials {
  const {
    cloudSsoSignInUrl: signInUrl,
    cloudSsoAccount: account,
    cloudSsoAccessConfig: accessConfig,
  } = profile;
  const asked = { cloud_sso_account_id: account, cloud_sso_access_config: accessConfig };
  need(profile, { cloud_sso_sign_in_url: URL.canParse(signInUrl) ? signInUrl : '', ...asked });
  return cloudSso({
    profile: profile.name,
    signInUrl,
    account,
    accessConfig,
    clock: around.clock ?? openClock(),
    accessToken: profile.cloudSsoAccessToken,
    accessTokenEnd: profile.cloudSsoAccessTokenEnd,
  });
}
