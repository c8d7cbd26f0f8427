import { readFile } from 'node:fs/promises';
import { profileUnreadable } from './words.ts';

/** One profile of the Alibaba Cloud CLI's config.json, as far as it matters here. */
export interface Profile {
  readonly name: string;
  readonly mode: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly stsToken: string;
  readonly ramRoleName: string;
  readonly ramRoleArn: string;
  readonly ramSessionName: string;
  readonly externalId: string;
  readonly sessionPolicy: string;
  /** Name of the profile whose keys this one's role is assumed with. */
  readonly sourceProfile: string;
  readonly processCommand: string;
  readonly credentialsUri: string;
  readonly oidcProviderArn: string;
  readonly oidcTokenFile: string;
  readonly cloudSsoSignInUrl: string;
  readonly cloudSsoAccount: string;
  readonly cloudSsoAccessConfig: string;
  readonly cloudSsoAccessToken: string;
  /** Seconds since the epoch. */
  readonly cloudSsoAccessTokenEnd: number;
  /** Seconds; 0: not given. */
  readonly expiredSeconds: number;
  readonly region: string;
  readonly endpoint: string;
}

/** Reads one profile by name. Rejects when the file cannot be read or has no such profile, telling which it has. */
export async function readProfile(name: string, file: string): Promise<Profile> {
  const profiles = parse(name, file, await content(name, file));
  const found = profiles.find((profile) => profile['name'] === name);
  if (found === undefined) {
    const names = profiles.map((profile) => String(profile['name'])).join(', ');
    throw profileUnreadable(name, file, names === '' ? 'it has no profiles' : `it has only ${names}`);
  }
  return decode(name, found);
}

async function content(name: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw profileUnreadable(
      name,
      file,
      code === 'ENOENT' ? 'there is no such file' : String(code ?? 'unreadable'),
    );
  }
}

type Row = Readonly<Record<string, unknown>>;

// The text of a JSON error would quote the file, and with it a secret.
function parse(name: string, file: string, text: string): readonly Row[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw profileUnreadable(name, file, 'it is not JSON');
  }
  const profiles = isRow(value) ? value['profiles'] : undefined;
  if (!Array.isArray(profiles)) throw profileUnreadable(name, file, 'it has no list of profiles');
  return profiles.filter(isRow);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decode(name: string, row: Row): Profile {
  const text = (key: string) => (typeof row[key] === 'string' ? row[key] : '');
  const number = (key: string) => (typeof row[key] === 'number' ? row[key] : 0);
  return {
    name,
    mode: text('mode') || 'AK',
    accessKeyId: text('access_key_id'),
    accessKeySecret: text('access_key_secret'),
    stsToken: text('sts_token'),
    ramRoleName: text('ram_role_name'),
    ramRoleArn: text('ram_role_arn'),
    ramSessionName: text('ram_session_name'),
    externalId: text('external_id'),
    sessionPolicy: text('policy'),
    sourceProfile: text('source_profile'),
    processCommand: text('process_command'),
    credentialsUri: text('credentials_uri'),
    oidcProviderArn: text('oidc_provider_arn'),
    oidcTokenFile: text('oidc_token_file'),
    cloudSsoSignInUrl: text('cloud_sso_sign_in_url'),
    cloudSsoAccount: text('cloud_sso_account_id'),
    cloudSsoAccessConfig: text('cloud_sso_access_config'),
    cloudSsoAccessToken: text('access_token'),
    cloudSsoAccessTokenEnd: number('cloud_sso_access_token_expire'),
    expiredSeconds: number('expired_seconds') || number('duration_seconds'),
    region: text('region_id'),
    endpoint: text('endpoint'),
  };
}
