import type { EnvironmentVariables } from '../../http/proxy.ts';
import { awsProfileInvalid } from '../words.ts';
import { type AwsKeys, keysOf } from './keys.ts';
import type { RoleContext } from './role.ts';
import { type Profile, profileName, readProfile } from './shared-config.ts';

/** The usual chain: the environment, a web identity, the profile, then the place where this program runs. */
export async function findKeys({ region, profile, env }: RoleContext): Promise<AwsKeys> {
  const own = environmentKeys(env);
  if (own !== undefined) return own;
  const tokenFile = env['AWS_WEB_IDENTITY_TOKEN_FILE'];
  if (tokenFile) {
    const identity = {
      role: env['AWS_ROLE_ARN'] ?? '',
      tokenFile,
      session: env['AWS_ROLE_SESSION_NAME'] ?? '',
    };
    return (await import('./role.ts')).assumeRoleWithToken(identity, { region, profile, env });
  }
  return profileKeys(profileName(env), { region, profile, env }, []);
}

function environmentKeys(env: EnvironmentVariables): AwsKeys | undefined {
  const id = env['AWS_ACCESS_KEY_ID'] || env['AWS_ACCESS_KEY'];
  return keysOf(id, env['AWS_SECRET_ACCESS_KEY'] || env['AWS_SECRET_KEY'], env['AWS_SESSION_TOKEN']);
}

/** `seen`: the profiles that led here, which must not lead back. */
async function profileKeys(name: string, context: RoleContext, seen: readonly string[]): Promise<AwsKeys> {
  const { profile, region, env } = context;
  if (!profile.has('role_arn')) return ownKeys(name, profile, env);
  const tokenFile = profile.get('web_identity_token_file');
  const role = profile.get('role_arn') ?? '';
  const { assumeRole, assumeRoleWithToken } = await import('./role.ts');
  if (tokenFile) {
    const identity = { role, tokenFile, session: profile.get('role_session_name') ?? '' };
    return assumeRoleWithToken(identity, context);
  }
  const source = profile.get('source_profile');
  if (source === undefined) return assumeRole(name, await sourceKeys(name, profile, env), context);
  if (seen.includes(source)) throw awsProfileInvalid(name, 'source_profile leads in a circle');
  const keys =
    source === name
      ? await ownKeys(name, profile, env)
      : await profileKeys(source, { profile: readProfile(source, env), region, env }, [...seen, name]);
  return assumeRole(name, keys, context);
}

async function ownKeys(name: string, profile: Profile, env: EnvironmentVariables): Promise<AwsKeys> {
  const id = profile.get('aws_access_key_id');
  const keys = keysOf(id, profile.get('aws_secret_access_key'), profile.get('aws_session_token'));
  if (keys !== undefined) return keys;
  if (profile.has('sso_start_url') || profile.has('sso_session'))
    throw awsProfileInvalid(
      name,
      'single sign-on is not supported; export its keys with: aws configure export-credentials',
    );
  const command = profile.get('credential_process');
  if (command) return (await import('./process-keys.ts')).processKeys(name, command, env);
  return (await import('./hosted-keys.ts')).hostedKeys(env);
}

async function sourceKeys(name: string, profile: Profile, env: EnvironmentVariables): Promise<AwsKeys> {
  const source = profile.get('credential_source');
  const keys = source === 'Environment' ? environmentKeys(env) : undefined;
  if (keys !== undefined) return keys;
  if (source === 'EcsContainer' || source === 'Ec2InstanceMetadata')
    return (await import('./hosted-keys.ts')).hostedKeys(env);
  throw awsProfileInvalid(name, 'role_arn needs source_profile or credential_source');
}
