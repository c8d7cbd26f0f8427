import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulator/emulator.ts';
import { Crc64 } from '../../../src/wire/crc64.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { sdkClient } from '../sdk-client.ts';
import { type OssClient, ossClient } from './oss-client.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ guests: 'none' });
});

afterAll(() => emulator.close());

describe.each([{ v4: true }, { v4: false }])("Alibaba's own client of OSS on the emulator, %o", ({ v4 }) => {
  const bucket = v4 ? 'images-four' : 'images-one';
  let oss: OssClient;

  beforeAll(async () => {
    oss = ossClient(emulator, { v4 });
    await oss.putBucket(bucket);
    oss.useBucket(bucket);
  });

  it('makes a bucket in its region', async () => {
    const { bucket: info } = await oss.getBucketInfo(bucket);
    expect(info).toMatchObject({ Name: bucket, ...(v4 && { Location: 'oss-cn-beijing' }) });
  });

  it('puts, gets a part of, describes and deletes an object', async () => {
    const bytes = Buffer.from('hello object storage');
    const { res } = await oss.put('a/hello world+&.txt', bytes, { headers: { 'x-oss-meta-team': 'web' } });
    expect(res.headers['x-oss-hash-crc64ecma']).toBe(new Crc64().update(bytes).text);
    expect((await oss.get('a/hello world+&.txt')).content.toString()).toBe('hello object storage');
    const part = await oss.get('a/hello world+&.txt', { headers: { Range: 'bytes=6-11' } });
    expect(part.content.toString()).toBe('object');
    const { res: head } = await oss.head('a/hello world+&.txt');
    expect(head.headers).toMatchObject({ 'content-length': '20', 'x-oss-meta-team': 'web' });
    await oss.delete('a/hello world+&.txt');
    await expect(oss.get('a/hello world+&.txt')).rejects.toMatchObject({ code: 'NoSuchKey', status: 404 });
  });

  it('appends at the expected position alone', async () => {
    const first = await oss.append('log', Buffer.from('one\n'));
    expect(first.nextAppendPosition).toBe('4');
    await oss.append('log', Buffer.from('two\n'), { position: '4' });
    await expect(oss.append('log', Buffer.from('late\n'), { position: '4' })).rejects.toMatchObject({
      code: 'PositionNotEqualToLength',
      status: 409,
    });
    expect((await oss.get('log')).content.toString()).toBe('one\ntwo\n');
    await oss.delete('log');
  });

  it('lists pages, prefixes and folders', async () => {
    for (const key of ['p/1', 'p/2', 'p/q/3', 'z']) await oss.put(key, Buffer.from(key));
    const page = await oss.list({ prefix: 'p/', delimiter: '/', 'max-keys': 2 });
    expect(page.objects?.map(({ name }) => name)).toEqual(['p/1', 'p/2']);
    const rest = await oss.list({ prefix: 'p/', delimiter: '/', marker: page.nextMarker });
    expect(rest.prefixes).toEqual(['p/q/']);
    expect((await oss.listV2({ 'max-keys': 3 })).nextContinuationToken).not.toBeNull();
    for (const key of ['p/1', 'p/2', 'p/q/3', 'z']) await oss.delete(key);
  });

  it('uploads in parts, and the CRC of the whole is right', async () => {
    const bytes = Buffer.alloc(2_500_000, 'disk ');
    const path = join(temporaryFolder(), 'disk.raw');
    writeFileSync(path, bytes);
    const { res } = await oss.multipartUpload('disk.raw', path, { partSize: 1024 * 1024, parallel: 3 });
    expect(res.headers['x-oss-hash-crc64ecma']).toBe(new Crc64().update(bytes).text);
    expect((await oss.get('disk.raw')).content.equals(bytes)).toBe(true);
    const { uploadId } = await oss.initMultipartUpload('half.raw');
    expect((await oss.listUploads({})).uploads).toMatchObject([{ name: 'half.raw', uploadId }]);
    await oss.abortMultipartUpload('half.raw', uploadId);
    await oss.delete('disk.raw');
  });

  it('removes a bucket that is empty, and no other', async () => {
    await oss.put('last', Buffer.from('x'));
    await expect(oss.deleteBucket(bucket)).rejects.toMatchObject({ code: 'BucketNotEmpty', status: 409 });
    await oss.delete('last');
    await oss.deleteBucket(bucket);
    await expect(oss.getBucketInfo(bucket)).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });
});

it('refuses a wrong key, and takes the keys of an assumed role', async () => {
  const wrong = ossClient({ host: emulator.host, accessKeyId: emulator.accessKeyId, accessKeySecret: 'no' });
  await expect(wrong.putBucket('images-wrong')).rejects.toMatchObject({
    code: 'SignatureDoesNotMatch',
    status: 403,
  });
  const role = { roleArn: `acs:ram::${emulator.accountId}:role/tour`, roleSessionName: 'tour' };
  const { credentials } = await sdkClient(emulator)('Sts.AssumeRole', role);
  await ossClient({ host: emulator.host, ...credentials }).putBucket('images-of-a-role');
});

it('answers a bucket of another region with the endpoint that it has', async () => {
  await ossClient(emulator).putBucket('images-elsewhere');
  const other = ossClient(emulator, { region: 'oss-cn-hangzhou' });
  await expect(other.getBucketInfo('images-elsewhere')).rejects.toMatchObject({
    code: 'AccessDenied',
    status: 403,
  });
});
