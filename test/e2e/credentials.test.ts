import { afterEach, expect, test, vi } from 'vitest';
import { rig } from './rig.ts';

afterEach(() => void vi.useRealTimers());

const hours = (count: number) => vi.setSystemTime(Date.now() + count * 3_600_000);
const role = 'acs:ram::1000000000000001:role/builder';

test('temporary keys that end while provisioners run are renewed before the next call', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await using stage = await rig();
  await stage.build({ ram_role_arn: role }, { provision: async () => void hours(3) });
  expect(stage.sent('AssumeRole')).toHaveLength(2);
  expect(stage.emulator.record.filter(({ code }) => code?.startsWith('InvalidSecurityToken'))).toEqual([]);
  expect(stage.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
});

test('keys of the host’s role are fetched with a token, and again in mid-build', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await using stage = await rig({ metadata: { role: 'host', sessionSeconds: 3600 } });
  const env = {
    ECS_IMAGEBUILD_METADATA_URL: stage.emulator.url,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'false',
  };
  const settings = { ram_role_name: 'host', access_key: '', secret_key: '' };
  await stage.build(settings, { env, provision: async () => void hours(3) });
  const asked = stage.emulator.record.filter(({ product }) => product === 'Metadata');
  expect(asked.map(({ action }) => action)).toEqual(['GetToken', 'GetRoleKeys', 'GetToken', 'GetRoleKeys']);
  expect(stage.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
});

test('keys that the service takes for expired before their time are replaced once', async () => {
  await using stage = await rig();
  stage.emulator.faults.add({ action: 'CreateVpc', nth: 1, code: 'InvalidSecurityToken.Expired' });
  await stage.build({ ram_role_arn: role });
  expect(stage.sent('AssumeRole')).toHaveLength(2);
  expect(stage.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
});

test('a role that cannot be assumed ends the build before anything is made', async () => {
  await using stage = await rig();
  const build = stage.build({ ram_role_arn: 'acs:ram::9999999999999999:role/nobody' });
  await expect(build).rejects.toThrow(
    /Assuming the RAM role .*nobody in cn-hangzhou: .*EntityNotExist\.Role/,
  );
  expect(stage.left()).toEqual([]);
});
