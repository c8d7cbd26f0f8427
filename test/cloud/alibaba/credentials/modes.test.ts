import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alibabaCloud } from '../../../../src/cloud/alibaba/alibaba-cloud.ts';
import { type AccessSettings, resolveAccess } from '../../../../src/cloud/alibaba/credentials/access.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../../src/emulator/emulator.ts';
import { openClock } from '../../../../src/wire/clock.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { never } from '../account.ts';
import { serve } from '../service.ts';
import { accessSettings } from './access-settings.ts';

const home = temporaryFolder('modes');
const tokenFile = join(home, 'token');
const printer = join(home, 'print keys.cjs');
const account = '1000000000000001';
const other = '2000000000000002';
const role = (name: string, of = account) => `acs:ram::${of}:role/${name}`;
const metadata = { role: 'builder' };
const secrets: string[] = [];

const jwt = (seconds: number) =>
  [
    'e30',
    Buffer.from(JSON.stringify({ sub: 'ci', exp: Math.floor(Date.now() / 1000) + seconds })).toString(
      'base64url',
    ),
    'x',
  ].join('.');

async function profiles(emulator: Emulator): Promise<void> {
  const keys = { access_key_id: emulator.accessKeyId, access_key_secret: emulator.accessKeySecret };
  const rows = [
    { name: 'ak', mode: 'AK', ...keys },
    {
      name: 'arn',
      mode: 'RamRoleArn',
      ...keys,
      ram_role_arn: role('from-arn'),
      external_id: 'word',
      expired_seconds: 900,
    },
    { name: 'ecs', mode: 'EcsRamRole', ram_role_name: 'builder' },
    { name: 'ecs-arn', mode: 'RamRoleArnWithEcs', ram_role_name: 'builder', ram_role_arn: role('on-ecs') },
    {
      name: 'ecs-cli',
      mode: 'RamRoleArnWithRoleName',
      ram_role_name: 'builder',
      ram_role_arn: role('on-ecs'),
    },
    {
      name: 'chain',
      mode: 'ChainableRamRoleArn',
      source_profile: 'middle',
      ram_role_arn: role('end', other),
    },
    { name: 'middle', mode: 'ChainableRamRoleArn', source_profile: 'ecs', ram_role_arn: role('middle') },
    {
      name: 'oidc',
      mode: 'OIDC',
      ram_role_arn: role('by-token'),
      oidc_provider_arn: `acs:ram::${account}:oidc-provider/ci`,
      oidc_token_file: tokenFile,
    },
    { name: 'external', mode: 'External', process_command: `"${process.execPath}" "${printer}" 'it is me'` },
    { name: 'failing', mode: 'External', process_command: `"${process.execPath}" "${printer}"` },
  ];
  await mkdir(join(home, '.aliyun'), { recursive: true });
  await writeFile(join(home, '.aliyun', 'config.json'), JSON.stringify({ current: 'ak', profiles: rows }));
  const printed = JSON.stringify({ mode: 'AK', ...keys });
  await writeFile(
    printer,
    `if (process.argv[2] !== 'it is me') { console.error('hush-hush'); process.exit(3); } console.log(${JSON.stringify(printed)});`,
  );
}

const options: EmulatorOptions = {
  guests: 'none',
  metadata,
  roles: [{ arn: role('from-arn'), externalId: 'word' }],
  accounts: [
    { accessKeyId: 'emulator', accessKeySecret: 'emulator-secret', accountId: account, user: 'emulator' },
    { accessKeyId: 'other', accessKeySecret: 'other-secret', accountId: other, user: 'other' },
  ],
};

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator(options);
  await profiles(emulator);
  await writeFile(tokenFile, `${jwt(600)}\n`);
});
afterAll(() => emulator.close());

/** Who the service takes us for with these settings. */
async function identity(
  settings: Partial<AccessSettings>,
  env: Record<string, string> = {},
): Promise<string> {
  const around = {
    env: { HOME: home, ...env },
    endpointUrl: emulator.url,
    metadataUrl: emulator.url,
    clock: openClock(0.01),
    hide: (found: readonly string[]) => void secrets.push(...found),
  };
  const access = await resolveAccess({ ...accessSettings, ...settings }, around);
  await using cloud = closing(alibabaCloud({ ...access, endpointUrl: emulator.url }));
  const id = await cloud.account(never);
  const { accessKeyId } = await access.credentials.get(never);
  return `${id} ${accessKeyId.startsWith('STS.') ? lastAssumed() : accessKeyId}`;
}

function closing<T extends { close(): Promise<void> }>(cloud: T): T & AsyncDisposable {
  return Object.assign(cloud, { [Symbol.asyncDispose]: () => cloud.close() });
}

const lastAssumed = () =>
  emulator.record
    .map(({ action, params }) =>
      action === 'GetRoleKeys' ? 'builder' : (params['RoleArn']?.split('/')[1] ?? ''),
    )
    .filter((name) => name !== '')
    .at(-1);

const keys = { access_key: 'emulator', secret_key: 'emulator-secret' };
const oidc = {
  ALIBABA_CLOUD_ROLE_ARN: role('by-token'),
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: `acs:ram::${account}:oidc-provider/ci`,
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: tokenFile,
};

type Row = readonly [Partial<AccessSettings>, Record<string, string>, string];
const SERVED: readonly Row[] = [
  [{ profile: 'ak' }, {}, `${account} emulator`],
  [{ profile: 'arn' }, {}, `${account} from-arn`],
  [{ profile: 'ecs' }, {}, `${account} builder`],
  [{ profile: 'ecs-arn' }, {}, `${account} on-ecs`],
  [{ profile: 'ecs-cli' }, {}, `${account} on-ecs`],
  [{ profile: 'chain' }, {}, `${other} end`],
  [{ profile: 'oidc' }, {}, `${account} by-token`],
  [{ profile: 'external' }, {}, `${account} emulator`],
  [{ ram_role_name: 'builder' }, {}, `${account} builder`],
  [{}, { ALIBABA_CLOUD_ECS_METADATA: 'builder' }, `${account} builder`],
  [{}, oidc, `${account} by-token`],
  // A role on top of each.
  [{ ...keys, ram_role_arn: role('across', other) }, {}, `${other} across`],
  [{ ram_role_name: 'builder', ram_role_arn: role('across', other) }, {}, `${other} across`],
  [{ profile: 'external', ram_role_arn: role('across', other) }, {}, `${other} across`],
  [{ profile: 'oidc', ram_role_arn: role('across', other) }, {}, `${other} across`],
  [{ ram_role_arn: role('across', other) }, oidc, `${other} across`],
  // What the profile states wins.
  [{ profile: 'chain', ram_role_arn: role('across', account) }, {}, `${other} end`],
];

test.each(SERVED)('%j with %j is %s', async (settings, env, expected) => {
  expect(await identity(settings, env)).toBe(expected);
});

test('policy, external id and duration go with the role', async () => {
  const policy = '{"Version":"1","Statement":[]}';
  const how = {
    ram_session_policy: policy,
    ram_session_duration: 1200,
    ram_external_id: 'word',
    ram_session_name: 'ci',
  };
  await identity({ ...keys, ram_role_arn: role('from-arn'), ...how });
  expect(emulator.record.findLast(({ action }) => action === 'AssumeRole')?.params).toMatchObject({
    Policy: policy,
    DurationSeconds: '1200',
    ExternalId: 'word',
    RoleSessionName: 'ci',
  });
  await expect(identity({ ...keys, ram_role_arn: role('from-arn') })).rejects.toThrow(
    /Assuming the RAM role .*from-arn in cn-hangzhou: You are not authorized.*NoPermission/,
  );
});

test('a token file is read again for each new set of keys, and a token past its time is told', async () => {
  await writeFile(tokenFile, jwt(-60));
  await expect(identity({}, oidc)).rejects.toThrow('HTTP 400 (AuthenticationFail.OIDCToken.Expired)');
  await writeFile(tokenFile, jwt(600));
  expect(await identity({}, oidc)).toBe(`${account} by-token`);
});

test('a program that fails is told by its exit code alone', async () => {
  const failed = identity({ profile: 'failing' });
  await expect(failed).rejects.toThrow('the process_command of profile failing: it ended with exit code 3.');
  await expect(failed).rejects.not.toThrow('hush-hush');
});

test('keys of an address and of CloudSSO', async () => {
  const answer = {
    AccessKeyId: 'STS.uri',
    AccessKeySecret: 'uri-secret',
    SecurityToken: 'uri-token',
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  };
  await using service = await serve(({ path }) => ({
    json: path === '/cloud-credentials' ? { CloudCredential: answer } : answer,
  }));
  const sso = {
    name: 'sso',
    mode: 'CloudSSO',
    cloud_sso_sign_in_url: `${service.url}/start`,
    access_token: 'bearer',
    cloud_sso_account_id: account,
    cloud_sso_access_config: 'ac-1',
    cloud_sso_access_token_expire: Math.floor(Date.now() / 1000) + 600,
  };
  const past = { ...sso, name: 'past', cloud_sso_access_token_expire: 1 };
  const file = join(home, 'sso.json');
  await writeFile(file, JSON.stringify({ profiles: [sso, past] }));
  const get = async (settings: Partial<AccessSettings>, env: Record<string, string> = {}) => {
    const access = await resolveAccess(
      { ...accessSettings, shared_credentials_file: file, ...settings },
      { env },
    );
    return access.credentials.get(never);
  };
  const address = `${service.url}/keys?code=hush-hush`;
  expect(await get({}, { ALIBABA_CLOUD_CREDENTIALS_URI: address })).toMatchObject({ accessKeyId: 'STS.uri' });
  expect(await get({ profile: 'sso' })).toMatchObject({ accessKeyId: 'STS.uri' });
  expect(service.seen.map(({ path }) => path)).toEqual(['/keys', '/cloud-credentials']);
  expect(service.seen[1]?.headers['authorization']).toBe('Bearer bearer');
  await expect(get({ profile: 'past' })).rejects.toThrow('The CloudSSO sign-in of profile past has ended.');
});

test('an answer is never quoted when it cannot be used', async () => {
  await using service = await serve(() => ({ json: { AccessKeyId: 'x', AccessKeySecret: 'hush-hush' } }));
  const env = { ALIBABA_CLOUD_CREDENTIALS_URI: `${service.url}/keys?code=hush-hush` };
  const failed = identity({}, env);
  await expect(failed).rejects.toThrow(`Getting keys from ${service.url}/keys: the answer has no keys.`);
  await expect(failed).rejects.not.toThrow('hush-hush');
});

test('every secret in use was told to whoever hides them', async () => {
  await identity({ profile: 'chain' });
  expect(secrets).toContain('emulator-secret');
  expect(secrets.filter((secret) => secret.startsWith('CAIS')).length).toBeGreaterThan(2);
});
