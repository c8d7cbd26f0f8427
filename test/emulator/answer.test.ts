import { describe, expect, test } from 'vitest';
import { startFront } from './front.ts';
import { callAcs3, callV1 } from './raw-client.ts';

const uuid = /^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;

describe('answers', () => {
  test('have a request id, in the body and in a header', async () => {
    await using front = await startFront();
    const got = await callV1(front.url, 'CreateVpc');
    expect(got.json).toEqual({
      RequestId: expect.stringMatching(uuid),
      VpcId: 'vpc-1',
      VRouterId: 'vrt-1',
      RouteTableId: 'vtb-1',
    });
    expect(got.headers.get('x-acs-request-id')).toBe(got.json.RequestId);
    expect(front.calls[0]?.requestId).toBe(got.json.RequestId);
  });

  test('errors say what, where and how to look it up', async () => {
    await using front = await startFront();
    const got = await callV1(front.url, 'Nothing');
    expect(got.json).toEqual({
      RequestId: expect.stringMatching(uuid),
      HostId: `127.0.0.1:${front.port}`,
      Code: 'InvalidAction.NotFound',
      Message: expect.any(String),
      Recommend: expect.stringContaining(`requestId=${got.json.RequestId}`),
    });
  });

  test.each([['XML' as const], [undefined]])('with Format %s the older form answers XML', async (format) => {
    await using front = await startFront();
    await callV1(front.url, 'CreateVpc', { VpcName: `a<b> & "c" 'd' 中文` });
    const got = await callV1(front.url, 'DescribeVpcs', {}, { format });
    expect(got.headers.get('content-type')).toContain('text/xml');
    expect(got.text).toMatch(
      /^<\?xml version='1.0' encoding='UTF-8'\?><DescribeVpcsResponse><RequestId>[0-9A-F-]{36}<\/RequestId>/,
    );
    expect(got.text).toContain(
      '<Vpcs><Vpc><VpcId>vpc-1</VpcId><Description>a&lt;b&gt; &amp; &quot;c&quot; &apos;d&apos; 中文</Description></Vpc>' +
        '<Vpc><VpcId>vpc-2</VpcId><Description/></Vpc></Vpcs></DescribeVpcsResponse>',
    );
  });

  test('XML errors too', async () => {
    await using front = await startFront();
    const got = await callV1(front.url, 'Nothing', {}, { format: 'XML' });
    expect(got.text).toMatch(
      /^<\?xml [^>]*\?><Error><RequestId>.*<Code>InvalidAction.NotFound<\/Code>.*<\/Error>$/s,
    );
  });

  test('the newer form always answers JSON', async () => {
    await using front = await startFront();
    const got = await callAcs3(front.url, 'CreateVpc', { RegionId: 'cn-beijing' });
    expect(got.json.VpcId).toBe('vpc-1');
  });

  test('a mistake of the emulator itself is an InternalError, and the record tells it', async () => {
    await using front = await startFront();
    const got = await callV1(front.url, 'DeleteVpc', { VpcId: 'vpc-1' });
    expect([got.status, got.json.Code]).toEqual([500, 'InternalError']);
    expect(got.text).not.toContain('a mistake');
    expect(front.calls[0]?.bug).toContain('a mistake of the emulator');
  });

  test('a slow call does not hold up others', async () => {
    await using front = await startFront({
      faults: [{ action: 'CreateVpc', nth: 1, delay: 60_000 }],
    });
    const slow = callV1(front.url, 'CreateVpc').catch(() => 'ended');
    expect((await callV1(front.url, 'DescribeVpcs')).status).toBe(200);
    await front[Symbol.asyncDispose]();
    expect(await slow).toBe('ended');
  });

  test('an API call takes its time', async () => {
    await using front = await startFront({ apiCall: 60 });
    const begin = performance.now();
    await callV1(front.url, 'CreateVpc');
    expect(performance.now() - begin).toBeGreaterThanOrEqual(58);
  });

  test('throttling tells how long to wait, per action and per account', async () => {
    const time = Date.now();
    const throttle = { account: 3, actions: { CreateVpc: 1 } };
    await using front = await startFront({ throttle, now: () => time });
    const codes = [];
    for (const action of ['CreateVpc', 'CreateVpc', 'DescribeVpcs', 'DescribeVpcs']) {
      const got = await callV1(front.url, action);
      codes.push(got.json.Code);
      if (got.status === 400) expect(Number(got.headers.get('x-acs-retry-after'))).toBeGreaterThan(0);
    }
    expect(codes).toEqual([undefined, 'Throttling.Api', undefined, 'Throttling.User']);
  });
});
