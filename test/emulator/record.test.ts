import { expect, test } from 'vitest';
import { callsTo, countByAction, failedCalls } from './calls.ts';
import { startFront } from './front.ts';
import { callV1 } from './raw-client.ts';

test('the record has every call in order, those refused too', async () => {
  await using front = await startFront();
  const before = Date.now();
  await callV1(front.url, 'CreateVpc', { VpcName: 'a' });
  await callV1(front.url, 'DescribeVpcs');
  await callV1(front.url, 'CreateVpc', {}, { tamper: { VpcName: 'b' } });
  await fetch(front.url);
  expect(front.calls).toMatchObject([
    {
      index: 0,
      product: 'Ecs',
      action: 'CreateVpc',
      region: 'cn-beijing',
      status: 200,
      params: { VpcName: 'a' },
    },
    { index: 1, action: 'DescribeVpcs', status: 200 },
    { index: 2, action: 'CreateVpc', status: 400, code: 'SignatureDoesNotMatch' },
    { index: 3, action: 'Unknown', status: 400, code: 'MissingParameter' },
  ]);
  expect(front.calls[0]?.at).toBeGreaterThanOrEqual(before);
  expect(front.calls[0]?.durationMs).toBeGreaterThanOrEqual(0);
  expect(callsTo(front.calls, 'CreateVpc').map(({ index }) => index)).toEqual([0, 2]);
  expect(callsTo(front.calls, 'Vpc.CreateVpc')).toEqual([]);
  expect(failedCalls(front.calls).map(({ index }) => index)).toEqual([2, 3]);
  expect([...countByAction(front.calls)][0]).toEqual(['CreateVpc', 2]);
});

test('secrets are not in the record', async () => {
  await using front = await startFront();
  const secrets = {
    Password: 's3cret',
    'Login.1.Password': 's3cret',
    PrivateKeyBody: 's3cret',
    PasswordInherit: 'true',
  };
  await callV1(front.url, 'CreateVpc', secrets, { common: { SecurityToken: '' } });
  expect(JSON.stringify(front.calls)).not.toContain('s3cret');
  expect(front.calls[0]?.params).toMatchObject({ Password: '<redacted>', PasswordInherit: 'true' });
  expect(front.effects[0]?.params.get('Password')).toBe('s3cret');
});
