import { describe, expect, test } from 'vitest';
import type { ActionTable } from '../../src/emulator/action-table.ts';
import { actions } from '../../src/emulator/actions.ts';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { ossClient } from './oss/oss-client.ts';
import { mismatches, responseModel } from './response-model.ts';
import { sdkClient } from './sdk-client.ts';
import { tour } from './sdk-tour.ts';

/** Copies must still be under way to be cancelled. */
const slowCopies = { guests: 'none', latency: { imageCopy: 600_000, imageImport: 600_000 } } as const;

describe('the official SDK clients, with their own transport', () => {
  test('can call every API, and every answer is one of their models', async () => {
    const wrong = new Set<string>();
    await using emulator = await startEmulator({ ...slowCopies, actions: checked(wrong) });
    await tour(sdkClient(emulator), emulator.accountId, ossClient(emulator));
    const visited = new Set(emulator.record.map(({ product, action }) => `${product}.${action}`));
    const served = [...actions.keys(), 'Sts.AssumeRole', 'Sts.AssumeRoleWithOIDC', 'Sts.GetCallerIdentity'];
    expect(served.filter((name) => !visited.has(name))).toEqual([]);
    expect([...wrong]).toEqual([]);
    expect(emulator.leftovers().filter(({ noun }) => noun !== 'snapshot')).toEqual([]);
  });

  test('also when they sign in the older form', async () => {
    await using emulator = await startEmulator(slowCopies);
    await tour(sdkClient(emulator, 'v2'), emulator.accountId, ossClient(emulator));
    expect(emulator.record.filter(({ status }) => status < 200 || status > 299)).toEqual([]);
  });

  test('read errors, throttling and its wait', async () => {
    await using emulator = await startEmulator({ guests: 'none' });
    const sdk = sdkClient(emulator);
    await expect(sdk('Ecs.StartInstance', { instanceId: 'i-none' })).rejects.toMatchObject({
      code: 'InvalidInstanceId.NotFound',
      statusCode: 404,
      data: { HostId: emulator.host, Recommend: expect.any(String) },
    });
    emulator.faults.add({ action: 'DescribeVpcs', code: 'Throttling.User' });
    await expect(sdk('Vpc.DescribeVpcs')).rejects.toMatchObject({ name: 'ThrottlingError', retryAfter: 100 });
  });

  test('use the credentials of an assumed role', async () => {
    await using emulator = await startEmulator({ guests: 'none' });
    const role = { roleArn: `acs:ram::${emulator.accountId}:role/tour`, roleSessionName: 'tour' };
    const { credentials } = await sdkClient(emulator)('Sts.AssumeRole', role);
    for (const form of [undefined, 'v2'] as const) {
      const sdk = sdkClient({ host: emulator.host, ...credentials }, form);
      expect((await sdk('Sts.GetCallerIdentity')).identityType).toBe('AssumedRoleUser');
    }
  });
});

/** The real handlers, with every answer held against the SDK's model of it. */
function checked(wrong: Set<string>): ActionTable {
  const table = [...actions.values()].map((action) => {
    const model = responseModel(action.name);
    const handler: typeof action.handler = (call, world) => {
      const fields = action.handler(call, world);
      for (const mismatch of mismatches(fields, model, action.name)) wrong.add(mismatch);
      return fields;
    };
    return { ...action, handler };
  });
  return new Map(table.map((action) => [action.name, action]));
}
