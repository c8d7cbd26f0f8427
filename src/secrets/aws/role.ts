import { readFileSync } from 'node:fs';
import type { EnvironmentVariables } from '../../http/proxy.ts';
import { awsProfileInvalid, awsRefused } from '../words.ts';
import { callAws, endpointOf } from './call.ts';
import { type AwsKeys, keysOf } from './keys.ts';
import type { Profile } from './shared-config.ts';

/** Where temporary keys are asked for. */
export interface RoleContext {
  readonly region: string;
  readonly profile: Profile;
  readonly env: EnvironmentVariables;
}

/** The keys of the role that a profile names, for whoever owns `keys`. */
export function assumeRole(profileName: string, keys: AwsKeys, context: RoleContext): Promise<AwsKeys> {
  const { profile } = context;
  if (profile.has('mfa_serial'))
    throw awsProfileInvalid(profileName, 'roles with mfa_serial are not supported');
  const params = {
    Action: 'AssumeRole',
    RoleArn: profile.get('role_arn') ?? '',
    RoleSessionName: profile.get('role_session_name') || `ecs-imagebuild-${Date.now()}`,
    ...(profile.get('external_id') && { ExternalId: profile.get('external_id') ?? '' }),
    ...(profile.get('duration_seconds') && { DurationSeconds: profile.get('duration_seconds') ?? '' }),
  };
  return askSts(params, context, keys);
}

/** The keys of a role for whoever holds a web identity token: no other keys are needed. */
export function assumeRoleWithToken(
  { role, tokenFile, session }: { role: string; tokenFile: string; session: string },
  context: RoleContext,
): Promise<AwsKeys> {
  const params = {
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: role,
    RoleSessionName: session || `ecs-imagebuild-${Date.now()}`,
    WebIdentityToken: readToken(tokenFile),
  };
  return askSts(params, context);
}

function readToken(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw awsRefused(`WebIdentityErr: unable to read file at ${path}`);
  }
}

async function askSts(
  params: Readonly<Record<string, string>>,
  context: RoleContext,
  keys?: AwsKeys,
): Promise<AwsKeys> {
  const { region, env } = context;
  const call = {
    service: 'sts',
    endpoint: endpointOf('STS', context),
    region,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Version: '2011-06-15', ...params }).toString(),
    ...(keys !== undefined && { keys }),
  };
  const { status, text } = await callAws(call, env);
  const tag = (name: string) => new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(text)?.[1];
  const found = keysOf(tag('AccessKeyId'), tag('SecretAccessKey'), tag('SessionToken'));
  if (status < 400 && found !== undefined) return found;
  throw awsRefused(`${tag('Code') ?? `HTTP ${status}`}: ${tag('Message') ?? 'no credentials in the answer'}`);
}
