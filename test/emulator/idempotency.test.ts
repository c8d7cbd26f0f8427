import { describe, expect, test } from 'vitest';
import { createTokens } from '../../src/emulator/idempotency.ts';
import { key, startFront } from './front.ts';
import { callV1 } from './raw-client.ts';

const other = { ...key, accessKeyId: 'other', accountId: '6543210987654321' };

describe('a ClientToken', () => {
  test('gives the same answer without a second effect, under a new request id', async () => {
    await using front = await startFront();
    const params = { VpcName: 'a', ClientToken: 'token' };
    const first = await callV1(front.url, 'CreateVpc', params);
    const second = await callV1(front.url, 'CreateVpc', params);
    expect(second.json).toEqual({ ...first.json, RequestId: second.json.RequestId });
    expect(second.json.RequestId).not.toBe(first.json.RequestId);
    expect(front.effects).toHaveLength(1);
  });

  test('with other parameters is the error of the action', async () => {
    await using front = await startFront();
    await callV1(front.url, 'CreateVpc', { VpcName: 'a', ClientToken: 'token' });
    const got = await callV1(front.url, 'CreateVpc', { VpcName: 'b', ClientToken: 'token' });
    expect([got.status, got.json.Code]).toEqual([400, 'IdempotentParameterMismatch']);
    expect(front.effects).toHaveLength(1);
  });

  test('is one of its region, product and account', async () => {
    await using front = await startFront({ keys: [key, other] });
    const params = { ClientToken: 'token' };
    await callV1(front.url, 'CreateVpc', params);
    await callV1(front.url, 'CreateVpc', { ...params, RegionId: 'cn-shanghai' });
    await callV1(front.url, 'CreateVpc', params, { common: { Version: '2016-04-28' } });
    await callV1(front.url, 'CreateVpc', params, { key: other });
    expect(front.effects).toHaveLength(4);
  });

  test('means nothing to actions without', async () => {
    await using front = await startFront();
    await callV1(front.url, 'DescribeVpcs', { ClientToken: 'token' });
    await callV1(front.url, 'DescribeVpcs', { ClientToken: 'token' });
    expect(front.effects).toHaveLength(2);
  });

  test.each(['x'.repeat(65), 'é'])('that is too long or not ASCII is refused', async (ClientToken) => {
    await using front = await startFront();
    const got = await callV1(front.url, 'CreateVpc', { ClientToken });
    expect(got.json.Code).toBe('InvalidClientToken.ValueNotSupported');
  });

  test('of a refused call stays unused, and one of an earlier run is known', () => {
    const call = {
      product: 'Ecs' as const,
      action: 'CreateVpc',
      region: 'cn-beijing',
      accountId: '1',
      requestId: '',
      askedRegion: 'cn-beijing',
      params: new Map([['ClientToken', 'token']]),
    };
    const action = { clientToken: { status: 400, code: 'X' } };
    const tokens = createTokens();
    const refuse = () => {
      throw new Error('refused');
    };
    expect(() => tokens.once(action, call, refuse)).toThrow('refused');
    expect(tokens.once(action, call, () => ({ VpcId: 'vpc-1' }))).toEqual({ VpcId: 'vpc-1' });
    const nextRun = createTokens(JSON.parse(JSON.stringify(tokens.all())));
    expect(nextRun.once(action, call, refuse)).toEqual({ VpcId: 'vpc-1' });
  });
});
