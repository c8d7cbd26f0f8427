import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AccessSettings, resolveAccess } from '../../../../src/cloud/alibaba/credentials/access.ts';
import { openClock } from '../../../../src/wire/clock.ts';
import { never } from '../account.ts';
import { serve } from '../service.ts';
import { accessSettings } from './access-settings.ts';

const keys = { access_key: 'template-id', secret_key: 'template-secret' };
const arn = 'acs:ram::1234567890123456:role/packer';

const profiles = [
  {
    name: 'plain',
    mode: 'AK',
    access_key_id: 'profile-id',
    access_key_secret: 'profile-secret',
    sts_token: 'stale',
    region_id: 'cn-beijing',
    endpoint: 'ecs.example.com',
  },
  { name: 'sts', mode: 'StsToken', access_key_id: 'sts-id', access_key_secret: 's', sts_token: 'sts-token' },
  {
    name: 'role',
    mode: 'RamRoleArn',
    access_key_id: 'role-id',
    access_key_secret: 's',
    ram_role_arn: arn,
    ram_session_name: 'from-profile',
    expired_seconds: 900,
  },
  { name: 'machine', mode: 'EcsRamRole', ram_role_name: 'builder' },
  { name: 'browser', mode: 'CloudSSO' },
  { name: 'rsa', mode: 'RsaKeyPair' },
  { name: 'one', mode: 'ChainableRamRoleArn', ram_role_arn: arn, source_profile: 'two' },
  { name: 'two', mode: 'ChainableRamRoleArn', ram_role_arn: arn, source_profile: 'one' },
  { name: 'odd', mode: 'Telepathy' },
  { name: 'hollow', mode: 'AK' },
];

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'access-'));
  await mkdir(join(home, '.aliyun'));
  await writeFile(join(home, '.aliyun', 'config.json'), JSON.stringify({ current: 'plain', profiles }));
  await writeFile(join(home, 'broken.json'), '{"access_key_secret": "hush-hush" ]');
});
afterAll(() => rm(home, { recursive: true }));

async function keysOf(
  settings: Partial<AccessSettings>,
  env: Record<string, string> = {},
  endpointUrl?: string,
) {
  const around = { env: { HOME: home, ...env }, endpointUrl, clock: openClock(0.01) };
  const access = await resolveAccess({ ...accessSettings, ...settings }, around);
  return { ...access, keys: await access.credentials.get(never) };
}

const environment = {
  ALICLOUD_ACCESS_KEY: 'env-id',
  ALICLOUD_SECRET_KEY: 'env-secret',
  SECURITY_TOKEN: 'env-token',
  ALICLOUD_REGION: 'cn-shenzhen',
};

test('keys of the template; the environment fills what it leaves out', async () => {
  const template = await keysOf(keys);
  expect({ ...template.keys }).toEqual({
    accessKeyId: 'template-id',
    accessKeySecret: 'template-secret',
    securityToken: '',
  });
  const filled = await keysOf({ region: '' }, environment);
  expect({ ...filled.keys }).toEqual({
    accessKeyId: 'env-id',
    accessKeySecret: 'env-secret',
    securityToken: 'env-token',
  });
  expect(filled.region).toBe('cn-shenzhen');
});

test('what a profile says wins over the template, and its keys put out a token of other keys', async () => {
  const access = await keysOf({ ...keys, security_token: 'template-token', profile: 'plain' });
  expect({ ...access.keys }).toEqual({
    accessKeyId: 'profile-id',
    accessKeySecret: 'profile-secret',
    securityToken: '',
  });
  expect([access.region, access.customEndpointEcs]).toEqual(['cn-beijing', 'ecs.example.com']);
  expect((await keysOf({}, { ALICLOUD_PROFILE: 'sts' })).keys.securityToken).toBe('sts-token');
});

test.each([
  [{}, '(ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY) or ram_role_name option must be set'],
  [{ ...keys, region: '' }, 'region option or ALICLOUD_REGION must be provided'],
  [{ profile: 'plan' }, 'it has only plain, sts, role, machine, browser, rsa, one, two, odd, hollow.'],
  [{ profile: 'plain', shared_credentials_file: '~/none.json' }, 'none.json: there is no such file.'],
  [{ profile: 'plain', shared_credentials_file: '~/broken.json' }, 'broken.json: it is not JSON.'],
  [
    { profile: 'browser' },
    'Profile browser has the mode CloudSSO but no cloud_sso_sign_in_url and cloud_sso_account_id and cloud_sso_access_config.',
  ],
  [
    { profile: 'rsa' },
    'Profile rsa has the mode RsaKeyPair, which is not supported: it is a way of signing in',
  ],
  [{ profile: 'one' }, 'as source_profile in a circle: one -> two -> one.'],
  [{ profile: 'odd' }, 'Profile odd has the mode Telepathy, which is not known.'],
  [{ profile: 'hollow' }, 'Profile hollow has the mode AK but no access_key_id and access_key_secret.'],
])('%j is refused with what is missing', async (settings, message) => {
  await expect(keysOf(settings)).rejects.toThrow(message);
});

test('a profile that cannot be had is no matter when there are other keys', async () => {
  const access = await keysOf({ ...keys, profile: 'nobody' });
  expect(access.keys.accessKeyId).toBe('template-id');
});

test.each([
  [{ ...keys, ram_role_arn: arn, ram_session_name: 'session' }, 'template-id', 'session', undefined],
  [{ ...keys, ram_role_arn: arn }, 'template-id', 'ecs-imagebuild', undefined],
  [{ profile: 'role' }, 'role-id', 'from-profile', '900'],
])('a role is assumed with the keys at hand: %j', async (settings, id, session, duration) => {
  await using sts = await serve(() => ({
    json: {
      Credentials: {
        AccessKeyId: 'STS.id',
        AccessKeySecret: 's',
        SecurityToken: 't',
        Expiration: new Date(Date.now() + 3_600_000).toISOString(),
      },
    },
  }));
  const access = await keysOf(settings, {}, sts.url);
  expect(access.keys.accessKeyId).toBe('STS.id');
  await Promise.all([access.credentials.get(never), access.credentials.get(never)]);
  expect(sts.seen).toHaveLength(1);
  expect(sts.seen[0]).toMatchObject({ product: 'Sts', action: 'AssumeRole' });
  expect(sts.seen[0]?.params).toMatchObject({ RoleArn: arn, RoleSessionName: session });
  expect(sts.seen[0]?.params['DurationSeconds']).toBe(duration);
  expect(sts.seen[0]?.headers['authorization']).toContain(`Credential=${id},`);
});

test('when nothing serves, every source is told in order with its reason', async () => {
  const env = { ALICLOUD_ACCESS_KEY: 'only-an-id', ALIBABA_CLOUD_ROLE_ARN: arn };
  await expect(keysOf({}, env)).rejects.toThrow(
    [
      'Looked for, in this order:',
      '  1. ram_role_name of the template: not set',
      '  2. the profile: neither profile nor ALICLOUD_PROFILE nor ALIBABA_CLOUD_PROFILE is set',
      '  3. access_key and secret_key (ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY): there is an access key, but no secret key',
      '  4. keys of the environment: ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET not set',
      '  5. an OIDC token: ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE not set',
      '  6. the role of this ECS instance: ALIBABA_CLOUD_ECS_METADATA not set',
      '  7. a credentials address: ALIBABA_CLOUD_CREDENTIALS_URI not set',
    ].join('\n'),
  );
});

test('when the source that was found fails, those before it are told too', async () => {
  const env = { ALIBABA_CLOUD_ECS_METADATA: 'builder', ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' };
  await expect(keysOf({}, env)).rejects.toThrow(
    /forbids the metadata service\. Credentials were looked for[\s\S]*5\. an OIDC token: [\s\S]*6\. the RAM role builder of this ECS instance: failed$/,
  );
});

test('names of the current SDKs serve after those of Packer, as one set', async () => {
  const current = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'current-id',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'current-secret',
    ALIBABA_CLOUD_SECURITY_TOKEN: 'current-token',
    ALIBABA_CLOUD_REGION: 'cn-beijing',
  };
  const alone = await keysOf({ region: '' }, current);
  expect({ ...alone.keys, region: alone.region }).toEqual({
    accessKeyId: 'current-id',
    accessKeySecret: 'current-secret',
    securityToken: 'current-token',
    region: 'cn-beijing',
  });
  const both = await keysOf({}, { ...current, ALICLOUD_ACCESS_KEY: 'old-id', ALICLOUD_SECRET_KEY: 'old' });
  expect([both.keys.accessKeyId, both.keys.securityToken]).toEqual(['old-id', '']);
  expect((await keysOf({}, { ...current, ALIBABA_CLOUD_PROFILE: 'plain' })).keys.accessKeyId).toBe(
    'profile-id',
  );
});

test('nothing that holds keys shows a secret when it is printed or stored', async () => {
  const access = await keysOf({ ...keys, security_token: 'template-token' });
  const shown = [inspect(access, { depth: 9, showHidden: true }), JSON.stringify(access)].join();
  expect(shown).toContain('template-id');
  expect(shown).not.toMatch(/template-secret|template-token/);
});
