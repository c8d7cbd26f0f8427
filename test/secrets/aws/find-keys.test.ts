import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EnvironmentVariables } from '../../../src/http/proxy.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { told } from '../read.ts';
import { type Asked, type Reply, serveStore } from '../server.ts';
import { awsApi } from './aws-api.ts';

const credentials = `
[default]
aws_access_key_id = AKIDFILE
aws_secret_access_key = file-secret
# a comment
[work]
aws_access_key_id=AKIDWORK
aws_secret_access_key=work-secret
`;
const config = `
[default]
region = eu-west-1
[profile work]
region = eu-central-1
s3 =
  region = us-west-2
[profile reader]
role_arn = arn:aws:iam::1:role/reader
source_profile = work
region = eu-west-1
[profile stranger]
role_arn = arn:aws:iam::1:role/other
source_profile = work
region = eu-west-1
[profile circle]
role_arn = arn:aws:iam::1:role/reader
source_profile = round
[profile round]
role_arn = arn:aws:iam::1:role/reader
source_profile = circle
[profile printed]
credential_process = printf '{"Version":1,"AccessKeyId":"AKIDENV","SecretAccessKey":"%s"}' env-secret
[profile failing]
credential_process = exit 3
[profile web]
role_arn = arn:aws:iam::1:role/reader
web_identity_token_file = TOKEN
[profile from-env]
role_arn = arn:aws:iam::1:role/reader
credential_source = EnvironmentVariables
[profile sso]
sso_session = mine
[profile mfa]
role_arn = arn:aws:iam::1:role/reader
source_profile = work
mfa_serial = arn:aws:iam::1:mfa/me
`;

/** A home folder with the shared files, and whose keys sign a call made from there. */
function home(): string {
  const folder = temporaryFolder('aws');
  mkdirSync(join(folder, '.aws'));
  writeFileSync(join(folder, 'token'), 'web-token\n');
  writeFileSync(join(folder, '.aws', 'credentials'), credentials);
  writeFileSync(join(folder, '.aws', 'config'), config.replace('TOKEN', join(folder, 'token')));
  return folder;
}

async function whoami(env: EnvironmentVariables, reply: (asked: Asked) => Reply = awsApi): Promise<string> {
  await using store = await serveStore(reply);
  const all = {
    HOME: home(),
    PATH: process.env['PATH'],
    AWS_ENDPOINT_URL: store.url,
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: store.url,
    ...env,
  };
  const container = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  const full = container && { AWS_CONTAINER_CREDENTIALS_FULL_URI: store.url + container };
  return await told('aws_secretsmanager', ['whoami'], { ...all, ...full });
}

describe('keys are found', () => {
  const cases: readonly (readonly [EnvironmentVariables, string])[] = [
    [{}, 'AKIDFILE'],
    [{ AWS_ACCESS_KEY_ID: 'AKIDENV', AWS_SECRET_ACCESS_KEY: 'env-secret' }, 'AKIDENV'],
    [{ AWS_ACCESS_KEY: 'AKIDENV', AWS_SECRET_KEY: 'env-secret' }, 'AKIDENV'],
    [{ AWS_PROFILE: 'work' }, 'AKIDWORK'],
    [{ AWS_DEFAULT_PROFILE: 'work' }, 'AKIDWORK'],
    [{ AWS_PROFILE: 'reader' }, 'AKIDROLE'],
    [{ AWS_PROFILE: 'web' }, 'AKIDWEB'],
    [{ AWS_PROFILE: 'printed' }, 'AKIDENV'],
    [{ AWS_PROFILE: 'stranger' }, 'error: AccessDenied: not you'],
    [{ AWS_PROFILE: 'none' }, 'error: AWS profile none: does not exist'],
    [{ AWS_PROFILE: 'circle' }, 'error: AWS profile round: source_profile leads in a circle'],
    [{ AWS_PROFILE: 'failing' }, 'error: AWS profile failing: credential_process failed with exit status 3'],
    [{ AWS_PROFILE: 'mfa' }, 'error: AWS profile mfa: roles with mfa_serial are not supported'],
    [
      { AWS_PROFILE: 'sso' },
      'error: AWS profile sso: single sign-on is not supported; export its keys with: aws configure export-credentials',
    ],
    [
      { AWS_PROFILE: 'from-env' },
      'error: AWS profile from-env: role_arn needs source_profile or credential_source',
    ],
    [
      { AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nowhere' },
      'error: NoCredentialProviders: no valid providers in chain\nEC2 IMDS access disabled via AWS_EC2_METADATA_DISABLED env var',
    ],
  ];
  test.each(cases)('%o', async (env, result) => {
    expect(await whoami(env)).toBe(result);
  });

  test('for a web identity that the environment names', async () => {
    const env = {
      AWS_ROLE_ARN: 'arn:aws:iam::1:role/reader',
      AWS_WEB_IDENTITY_TOKEN_FILE: join(home(), 'token'),
    };
    expect(await whoami(env)).toBe('AKIDWEB');
  });

  const box = { AccessKeyId: 'AKIDBOX', SecretAccessKey: 'box-secret', Token: 'token-of-AKIDBOX' };

  test('in a container', async () => {
    const reply = (asked: Asked): Reply => {
      if (asked.path !== '/keys') return awsApi(asked);
      return asked.headers['authorization'] === 'let me in' ? { body: box } : { status: 401 };
    };
    const env = { HOME: '/nowhere', AWS_CONTAINER_CREDENTIALS_FULL_URI: '/keys' };
    expect(await whoami({ ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'let me in' }, reply)).toBe('AKIDBOX');
    expect(await whoami(env, reply)).toMatch(
      /^error: NoCredentialProviders: .*\n127\.0\.0\.1:\d+: HTTP 401$/,
    );
  });

  test('on an EC2 instance, by the second version of its metadata service', async () => {
    const reply = (asked: Asked): Reply => {
      if (asked.path === '/latest/api/token' && asked.method === 'PUT') return { body: 'imds-token' };
      if (!asked.path.startsWith('/latest/')) return awsApi(asked);
      if (asked.headers['x-aws-ec2-metadata-token'] !== 'imds-token') return { status: 401 };
      return { body: asked.path.endsWith('/') ? 'my-role' : box };
    };
    expect(await whoami({ HOME: '/nowhere' }, reply)).toBe('AKIDBOX');
  });
});
