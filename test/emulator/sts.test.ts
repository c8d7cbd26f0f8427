import { describe, expect, test } from 'vitest';
import type { AccessKey } from '../../src/emulator/accounts.ts';
import { key, startFront } from './front.ts';
import type { Params } from './raw-client.ts';
import { callAcs3, callV1 } from './raw-client.ts';

const version = '2015-04-01';
const common = { Version: version };
const root: AccessKey = { accessKeyId: 'root', accessKeySecret: 'secret', accountId: key.accountId };
const role: Params = { RoleArn: `acs:ram::${key.accountId}:role/builder-role`, RoleSessionName: 'a-build' };

const assume = (url: string, params: Params = role, as: AccessKey = key) =>
  callV1(url, 'AssumeRole', params, { common, key: as });

describe('AssumeRole', () => {
  test('gives credentials that sign calls of both forms, as the role', async () => {
    await using front = await startFront();
    const { json } = await assume(front.url);
    const { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret, SecurityToken } = json.Credentials;
    expect(accessKeyId).toMatch(/^STS\.[A-Za-z0-9]{24}$/);
    expect(json.AssumedRoleUser.Arn).toBe(`acs:ram::${key.accountId}:assumed-role/builder-role/a-build`);
    const session = { accessKeyId, accessKeySecret };
    const older = await callV1(front.url, 'CreateVpc', {}, { key: session, common: { SecurityToken } });
    const headers = { 'x-acs-security-token': SecurityToken };
    const newer = await callAcs3(front.url, 'GetCallerIdentity', {}, { key: session, version, headers });
    expect(older.status).toBe(200);
    expect(newer.json).toMatchObject({
      IdentityType: 'AssumedRoleUser',
      AccountId: key.accountId,
      Arn: json.AssumedRoleUser.Arn,
      PrincipalId: json.AssumedRoleUser.AssumedRoleId,
    });
  });

  test('lasts an hour unless DurationSeconds says otherwise', async () => {
    await using front = await startFront();
    const usual = await assume(front.url);
    const short = await assume(front.url, { ...role, DurationSeconds: '900' });
    const seconds = (text: string) => (Date.parse(text) - Date.now()) / 1000;
    expect(usual.json.Credentials.Expiration).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(seconds(usual.json.Credentials.Expiration)).toBeCloseTo(3600, -1.5);
    expect(seconds(short.json.Credentials.Expiration)).toBeCloseTo(900, -1.5);
  });

  test.each([
    [{ DurationSeconds: '899' }, 400, 'InvalidParameter.DurationSeconds'],
    [{ DurationSeconds: '43201' }, 400, 'InvalidParameter.DurationSeconds'],
    [{ DurationSeconds: 'long' }, 400, 'InvalidParameter.DurationSeconds'],
    [{ RoleArn: 'builder-role' }, 400, 'InvalidParameter.RoleArn'],
    [{ RoleArn: 'acs:ram::9999999999999999:role/x' }, 404, 'EntityNotExist.Role'],
    [{ RoleSessionName: 'a b' }, 400, 'InvalidParameter.RoleSessionName'],
    [{ Policy: '{"Version": "1"' }, 400, 'InvalidParameter.PolicyGrammar'],
    [{ Policy: '{"Version": "1"}' }, 400, 'InvalidParameter.PolicyGrammar'],
  ])('refuses %j', async (params, status, code) => {
    await using front = await startFront();
    const got = await assume(front.url, { ...role, ...params } as Params);
    expect([got.status, got.json.Code]).toEqual([status, code]);
  });

  test('takes a policy, and refuses the root of an account', async () => {
    await using front = await startFront({ keys: [key, root] });
    expect((await assume(front.url, { ...role, Policy: '{"Version":"1","Statement":[]}' })).status).toBe(200);
    expect((await assume(front.url, role, root)).json.Code).toBe('NoPermission');
  });
});

describe('a session key', () => {
  const session = {
    accessKeyId: 'STS.a',
    accessKeySecret: 'b',
    securityToken: 'token-a',
    expires: Date.now() + 3_600_000,
    accountId: key.accountId,
    role: 'r',
    sessionName: 's',
  };
  const second = { ...session, accessKeyId: 'STS.b', securityToken: 'token-b' };

  test.each([
    [undefined, 'MissingSecurityToken'],
    ['nonsense', 'InvalidSecurityToken.Malformed'],
    ['token-b', 'InvalidSecurityToken.MismatchWithAccessKey'],
  ])('with the token %s is refused', async (SecurityToken, code) => {
    await using front = await startFront({ sessions: [session, second] });
    const got = await callV1(front.url, 'CreateVpc', {}, { key: session, common: { SecurityToken } });
    expect([got.status, got.json.Code]).toEqual([400, code]);
  });

  test('ends with its time', async () => {
    await using front = await startFront({ sessions: [{ ...session, expires: Date.now() - 1 }] });
    const got = await callV1(
      front.url,
      'CreateVpc',
      {},
      { key: session, common: { SecurityToken: 'token-a' } },
    );
    expect(got.json.Code).toBe('InvalidSecurityToken.Expired');
  });

  test('a plain key must not bring a token', async () => {
    await using front = await startFront();
    const got = await callV1(front.url, 'CreateVpc', {}, { common: { SecurityToken: 'nonsense' } });
    expect(got.json.Code).toBe('InvalidSecurityToken.Malformed');
  });
});

test('GetCallerIdentity tells users and roots apart', async () => {
  await using front = await startFront({ keys: [key, root] });
  const asked = async (as: AccessKey) =>
    (await callV1(front.url, 'GetCallerIdentity', {}, { common, key: as })).json;
  expect(await asked(key)).toMatchObject({
    IdentityType: 'RAMUser',
    Arn: `acs:ram::${key.accountId}:user/builder`,
    UserId: expect.stringMatching(/^\d{18}$/),
  });
  expect(await asked(root)).toMatchObject({
    IdentityType: 'Account',
    Arn: `acs:ram::${key.accountId}:root`,
    UserId: key.accountId,
  });
});
