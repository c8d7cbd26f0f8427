import { describe, expect, test } from 'vitest';
import { addressOf, readRequest } from '../../src/emulator/request.ts';
import { key, startFront } from './front.ts';
import { callAcs3, callV1, exchange, signedV1 } from './raw-client.ts';

const address = (target: string, headers: Record<string, string> = { host: '127.0.0.1:1' }) =>
  addressOf(readRequest({ method: 'POST', target, headers }, new Uint8Array()));

describe('which API a request is for', () => {
  test.each([
    ['http://ecs-cn-hangzhou.aliyuncs.com/?Version=2014-05-26', 'Ecs', 'cn-hangzhou'],
    ['http://ecs.cn-beijing.aliyuncs.com/?Version=2014-05-26', 'Ecs', 'cn-beijing'],
    ['http://ecs-vpc.cn-shanghai.aliyuncs.com/?Version=2014-05-26', 'Ecs', 'cn-shanghai'],
    ['http://vpc.aliyuncs.com/?Version=2016-04-28', 'Vpc', 'cn-hangzhou'],
    ['http://vpc-vpc.eu-central-1.aliyuncs.com/?Version=2016-04-28', 'Vpc', 'eu-central-1'],
    ['http://sts.ap-southeast-1.aliyuncs.com:80/?Version=2015-04-01', 'Sts', 'ap-southeast-1'],
    ['/any/path?Version=2016-04-28&RegionId=us-west-1', 'Vpc', 'us-west-1'],
    ['/?Version=2015-04-01', 'Sts', ''],
  ])('%s', (target, product, region) => {
    expect(address(`${target}&Action=X`)).toEqual({ product, region, action: 'X' });
  });

  test('the newer form tells it in headers', () => {
    const headers = {
      host: 'vpc.cn-beijing.aliyuncs.com',
      'x-acs-action': 'CreateVpc',
      'x-acs-version': '2016-04-28',
    };
    expect(address('/', headers)).toEqual({ product: 'Vpc', region: 'cn-beijing', action: 'CreateVpc' });
  });

  test.each([
    ['/?Action=X', 'MissingParameter'],
    ['/?Version=2014-05-26', 'MissingParameter'],
    ['/?Action=X&Version=2020-01-01', 'InvalidVersion'],
    ['http://vpc.aliyuncs.com/?Action=X&Version=2014-05-26', 'InvalidVersion'],
  ])('%s is %s', (target, code) => {
    expect(() => address(target)).toThrow(expect.objectContaining({ code }));
  });
});

describe('the wire', () => {
  test('an action the emulator does not have is not found', async () => {
    await using front = await startFront();
    const got = await callV1(front.url, 'DescribeMoonPhases');
    expect([got.status, got.json.Code]).toEqual([404, 'InvalidAction.NotFound']);
    expect(got.json.Message).toContain('The emulator serves no Ecs.DescribeMoonPhases.');
  });

  test('a mandatory parameter may come as a list or a structure; without it the call is refused', async () => {
    await using front = await startFront();
    const params = { 'ResourceId.1': 'i-1', 'Tag.1.Key': 'k' };
    expect((await callV1(front.url, 'TagResources', params)).status).toBe(200);
    const { 'ResourceId.1': _, ...less } = params;
    const got = await callV1(front.url, 'TagResources', less);
    expect([got.status, got.json.Code]).toEqual([400, 'MissingParameter']);
    expect(got.json.Message).toContain('"ResourceId"');
  });

  test('handlers see the parameters of the action, not those of the protocol', async () => {
    await using front = await startFront();
    await callV1(front.url, 'CreateVpc', { VpcName: 'a' });
    expect([...(front.effects[0]?.params.keys() ?? [])].sort()).toEqual(['RegionId', 'VpcName']);
    await callAcs3(front.url, 'CreateVpc', { RegionId: 'cn-beijing' }, { version: '2016-04-28' });
    expect(front.effects[1]).toMatchObject({
      product: 'Vpc',
      accountId: key.accountId,
      region: 'cn-beijing',
    });
  });

  test('an absolute-form request line, as proxies get it, is signed for its Host header and placed by its host', async () => {
    await using front = await startFront();
    const query = signedV1('POST', 'CreateVpc', {}, { common: { RegionId: 'cn-hangzhou' } });
    const got = await exchange(
      front.port,
      `POST http://ecs-cn-hangzhou.aliyuncs.com/?${query} HTTP/1.1\r\nHost: ecs-cn-hangzhou.aliyuncs.com\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    expect(got).toMatch(/^HTTP\/1\.1 200 /);
    expect(front.effects).toHaveLength(1);
  });

  test('CONNECT is refused and the emulator goes on', async () => {
    await using front = await startFront();
    const got = await exchange(
      front.port,
      'CONNECT location.aliyuncs.com:443 HTTP/1.1\r\nHost: location.aliyuncs.com:443\r\n\r\n',
    );
    expect(got).toMatch(/^HTTP\/1\.1 502 /);
    expect((await callV1(front.url, 'CreateVpc')).status).toBe(200);
  });

  test('other methods are refused', async () => {
    await using front = await startFront();
    const got = await fetch(`${front.url}/?${signedV1('PUT', 'CreateVpc', {})}`, { method: 'PUT' });
    expect([got.status, (await got.text()).includes('UnsupportedHTTPMethod')]).toEqual([405, true]);
  });

  test('a body larger than any call is refused', async () => {
    await using front = await startFront();
    const got = await fetch(front.url, { method: 'POST', body: 'x'.repeat(5 * 1024 * 1024) }).catch(
      () => undefined,
    );
    expect(got?.status ?? 413).toBe(413);
  });
});
