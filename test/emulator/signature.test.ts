import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { stringToSignV1 } from '../../src/emulator/signature.ts';
import { key, startFront } from './front.ts';
import { callAcs3, callV1, timestamp } from './raw-client.ts';

const awkward = { VpcName: `it's (a) *test* ~ ! + & = / 中文 é`, 'Tag.1.Key': 'a b', 'Tag.1.Value': '%2B' };
const minute = 60_000;

describe('the older signature (V1)', () => {
  test.each([
    ['GET', 'query'],
    ['POST', 'query'],
    ['POST', 'form'],
  ] as const)(
    '%s with everything in the %s is accepted, whatever characters it has',
    async (method, place) => {
      await using front = await startFront();
      const got = await callV1(front.url, 'CreateVpc', awkward, { method, place });
      expect(got.status).toBe(200);
      expect(front.effects[0]?.params.get('VpcName')).toBe(awkward.VpcName);
      expect(front.effects[0]?.params.get('Tag.1.Value')).toBe('%2B');
    },
  );

  test('is made as the reference of the service shows it', () => {
    const params = new Map([
      ['TimeStamp', '2016-02-23T12:46:24Z'],
      ['Format', 'XML'],
      ['Action', 'DescribeRegions'],
      ['Signature', 'left out'],
    ]);
    expect(stringToSignV1('GET', params)).toBe(
      'GET&%2F&Action%3DDescribeRegions%26Format%3DXML%26TimeStamp%3D2016-02-23T12%253A46%253A24Z',
    );
  });

  test('an empty SecurityToken is none, as Packer sends it', async () => {
    await using front = await startFront();
    const got = await callV1(front.url, 'CreateVpc', {}, { common: { SecurityToken: '' } });
    expect(got.status).toBe(200);
  });

  test('a wrong secret is told with the string to sign, and nothing takes effect', async () => {
    await using front = await startFront();
    const wrong = { ...key, accessKeySecret: 'wrong' };
    const got = await callV1(front.url, 'CreateVpc', { VpcName: 'x' }, { key: wrong });
    expect(got.status).toBe(400);
    expect(got.json.Code).toBe('SignatureDoesNotMatch');
    expect(got.json.Message).toMatch(
      /server string to sign is:POST&%2F&AccessKeyId%3DLTAI-test%26Action%3DCreateVpc/,
    );
    expect(got.json.Message).not.toContain(key.accessKeySecret);
    expect(front.effects).toHaveLength(0);
  });

  test('a parameter changed on the way does not match', async () => {
    await using front = await startFront();
    const got = await callV1(front.url, 'CreateVpc', { VpcName: 'x' }, { tamper: { VpcName: 'y' } });
    expect(got.json.Code).toBe('SignatureDoesNotMatch');
  });

  test.each([
    [{ Signature: '' }, 'IncompleteSignature'],
    [{ SignatureMethod: 'HMAC-MD5' }, 'IncompleteSignature'],
    [{ AccessKeyId: undefined }, 'MissingParameter'],
    [{ SignatureNonce: undefined }, 'MissingParameter'],
    [{ Timestamp: undefined }, 'MissingParameter'],
    [{ Timestamp: 'yesterday' }, 'InvalidTimeStamp.Format'],
    [{ Timestamp: timestamp(Date.now() - 16 * minute) }, 'InvalidTimeStamp.Expired'],
    [{ Timestamp: timestamp(Date.now() + 16 * minute) }, 'InvalidTimeStamp.Expired'],
  ])('%j is %s', async (common, code) => {
    await using front = await startFront();
    expect((await callV1(front.url, 'CreateVpc', {}, { common })).json.Code).toBe(code);
  });

  test('a clock that is 14 minutes off is good enough', async () => {
    await using front = await startFront();
    const common = { Timestamp: timestamp(Date.now() - 14 * minute) };
    expect((await callV1(front.url, 'CreateVpc', {}, { common })).status).toBe(200);
  });

  test('an unknown access key is not found', async () => {
    await using front = await startFront();
    const got = await callV1(front.url, 'CreateVpc', {}, { key: { ...key, accessKeyId: 'nobody' } });
    expect([got.status, got.json.Code]).toEqual([404, 'InvalidAccessKeyId.NotFound']);
  });

  test('a disabled access key is refused', async () => {
    await using front = await startFront({ keys: [{ ...key, disabled: true }] });
    const got = await callV1(front.url, 'CreateVpc');
    expect([got.status, got.json.Code]).toEqual([403, 'Forbidden.AccessKeyDisabled']);
  });

  test('a nonce is good once, and a refused call does not use it up', async () => {
    await using front = await startFront();
    const common = { SignatureNonce: 'the-same' };
    const wrong = { ...key, accessKeySecret: 'wrong' };
    expect((await callV1(front.url, 'CreateVpc', {}, { common, key: wrong })).json.Code).toBe(
      'SignatureDoesNotMatch',
    );
    expect((await callV1(front.url, 'CreateVpc', {}, { common })).status).toBe(200);
    expect((await callV1(front.url, 'CreateVpc', {}, { common })).json.Code).toBe('SignatureNonceUsed');
    expect(front.effects).toHaveLength(1);
  });
});

describe('the newer signature (ACS3-HMAC-SHA256)', () => {
  const region = { RegionId: 'cn-beijing' };

  test('is accepted, whatever characters it has', async () => {
    await using front = await startFront();
    const got = await callAcs3(front.url, 'CreateVpc', { ...region, ...awkward });
    expect(got.status).toBe(200);
    expect(front.effects[0]?.params.get('VpcName')).toBe(awkward.VpcName);
  });

  test('a wrong secret is told with the string to sign and the canonical request', async () => {
    await using front = await startFront();
    const got = await callAcs3(front.url, 'CreateVpc', region, { key: { ...key, accessKeySecret: 'wrong' } });
    expect([got.status, got.json.Code]).toEqual([400, 'SignatureDoesNotMatch']);
    expect(got.json.Message).toMatch(
      /is:ACS3-HMAC-SHA256\n[0-9a-f]{64} \(canonical request: POST\n\/\nRegionId=/,
    );
  });

  test('a body that is not the one hashed is refused', async () => {
    await using front = await startFront();
    const claimed = createHash('sha256').update('another body').digest('hex');
    const got = await callAcs3(front.url, 'CreateVpc', region, {
      headers: { 'x-acs-content-sha256': claimed },
    });
    expect([got.json.Code, got.json.Message]).toEqual([
      'IncompleteSignature',
      expect.stringContaining('SHA-256'),
    ]);
  });

  test('a header changed on the way does not match', async () => {
    await using front = await startFront();
    const got = await callAcs3(front.url, 'CreateVpc', region, {
      tamper: { 'x-acs-action': 'DescribeVpcs' },
    });
    expect(got.json.Code).toBe('SignatureDoesNotMatch');
  });

  test('an x-acs header outside the signature is refused', async () => {
    await using front = await startFront();
    const got = await callAcs3(front.url, 'CreateVpc', region, { unsigned: ['x-acs-date'] });
    expect([got.json.Code, got.json.Message]).toEqual([
      'IncompleteSignature',
      expect.stringContaining('x-acs-date'),
    ]);
  });

  test('other algorithms are refused', async () => {
    await using front = await startFront();
    const tamper = { authorization: 'ACS3-RSA-SHA256 Credential=a,SignedHeaders=host,Signature=00' };
    expect((await callAcs3(front.url, 'CreateVpc', region, { tamper })).json.Code).toBe(
      'IncompleteSignature',
    );
  });

  test('an old x-acs-date is expired and a nonce is good once', async () => {
    await using front = await startFront();
    const old = { 'x-acs-date': timestamp(Date.now() - 16 * minute) };
    expect((await callAcs3(front.url, 'CreateVpc', region, { headers: old })).json.Code).toBe(
      'InvalidTimeStamp.Expired',
    );
    const headers = { 'x-acs-signature-nonce': 'once' };
    expect((await callAcs3(front.url, 'CreateVpc', region, { headers })).status).toBe(200);
    expect((await callAcs3(front.url, 'CreateVpc', region, { headers })).json.Code).toBe(
      'SignatureNonceUsed',
    );
  });
});
