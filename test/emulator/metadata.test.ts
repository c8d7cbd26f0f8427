import { expect, test } from 'vitest';
import { type EmulatorOptions, startEmulator } from '../../src/emulator/emulator.ts';

const roles = '/latest/meta-data/ram/security-credentials/';
const ttl = 'X-aliyun-ecs-metadata-token-ttl-seconds';
const header = 'X-aliyun-ecs-metadata-token';

async function service(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ guests: 'none', metadata: { role: 'builder' }, ...options });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${emulator.url}${path}`, { headers });
  const token = async (headers: Record<string, string> = { [ttl]: '60' }) =>
    fetch(`${emulator.url}/latest/api/token`, { method: 'PUT', headers });
  return Object.assign(emulator, { get, token });
}

test('in hardened mode nothing is told without a token, and everything with one', async () => {
  await using metadata = await service();
  expect((await metadata.get(roles)).status).toBe(403);
  expect((await metadata.get(roles, { [header]: 'invented' })).status).toBe(403);
  const token = await (await metadata.token()).text();
  expect(await (await metadata.get(roles, { [header]: token })).text()).toBe('builder');
  const keys = JSON.parse(await (await metadata.get(`${roles}builder`, { [header]: token })).text());
  expect(keys).toMatchObject({ Code: 'Success', AccessKeyId: expect.stringMatching(/^STS\./) });
  expect(metadata.record.map(({ action, status }) => `${action} ${status}`)).toEqual([
    'GetRoleName 403',
    'GetRoleName 403',
    'GetToken 200',
    'GetRoleName 200',
    'GetRoleKeys 200',
  ]);
  expect(JSON.stringify(metadata.record)).not.toContain(keys.AccessKeySecret);
});

test('the older mode tells without one', async () => {
  await using metadata = await service({ metadata: { role: 'builder', tokensRequired: false } });
  expect((await metadata.get(roles)).status).toBe(200);
});

test.each([
  ['no lifetime', {}, 400],
  ['a lifetime that is too long', { [ttl]: '21601' }, 400],
  ['a request that came through a proxy', { [ttl]: '60', 'X-Forwarded-For': '10.0.0.1' }, 403],
])('no token for %s', async (_what, headers, status) => {
  await using metadata = await service();
  expect((await metadata.token(headers as Record<string, string>)).status).toBe(status);
});

test('an instance without a role, and another role, are not found', async () => {
  await using metadata = await service({ metadata: { tokensRequired: false } });
  expect((await metadata.get(roles)).status).toBe(404);
  await using other = await service({ metadata: { role: 'builder', tokensRequired: false } });
  expect((await other.get(`${roles}someone`)).status).toBe(404);
});

test('fails by rule as the APIs do', async () => {
  const faults = [{ action: 'Metadata.GetToken', nth: 1, code: 'InternalError' }];
  await using metadata = await service({ faults });
  expect((await metadata.token()).status).toBe(500);
  expect((await metadata.token()).status).toBe(200);
});
