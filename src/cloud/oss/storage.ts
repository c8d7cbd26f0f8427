import { isBuildError } from '../../errors/build-error.ts';
import { findAll, findFirst, readXml } from '../../wire/xml.ts';
import type { Storage, StoredObject } from '../storage.ts';
import { bucketElsewhere } from '../words.ts';
import type { StoreAddress } from './address.ts';
import type { StoreAnswer, StoreRequest } from './exchange.ts';

/** Sends a request until it is answered, or patience ends. */
export type Send = (request: StoreRequest) => Promise<StoreAnswer>;

/** OSS of one region. */
export function storage(
  send: Send,
  { address, region }: { readonly address: StoreAddress; readonly region: string },
): Storage {
  return {
    address: address.shown,
    bucketRegion: (bucket, signal) => bucketRegion(send, bucket, signal),
    createBucket: async (bucket, signal) => {
      const body = { length: 0, open: () => '' };
      const headers = { 'x-oss-acl': 'private' };
      await send({
        method: 'PUT',
        bucket,
        key: '',
        headers,
        body,
        doing: `Creating bucket ${bucket}`,
        action: 'PutBucket',
        signal,
      });
    },
    removeBucket: async (bucket, signal) => {
      const call = send({
        method: 'DELETE',
        bucket,
        key: '',
        doing: `Removing bucket ${bucket}`,
        action: 'DeleteBucket',
        signal,
      });
      await unless(call, 'NoSuchBucket', 'BucketNotEmpty');
    },
    beginUpload: (object, signal) => beginUpload(send, object, signal),
    // Its sums need tables that only an upload is worth.
    upload: async (upload, signal) => (await import('./upload.ts')).uploadParts(send, upload, signal),
    abortUpload: async (object, uploadId, signal) => {
      const doing = `Removing the parts of ${object.key} in bucket ${object.bucket}`;
      const query = { uploadId };
      await unless(
        send({ method: 'DELETE', ...object, query, doing, action: 'AbortMultipartUpload', signal }),
        'NoSuchUpload',
        'NoSuchBucket',
      );
    },
    stat: (object, signal) => stat(send, object, signal),
    remove: async (object, signal) => {
      const doing = `Removing ${object.key} from bucket ${object.bucket}`;
      await unless(
        send({ method: 'DELETE', ...object, doing, action: 'DeleteObject', signal }),
        'NoSuchBucket',
        'NoSuchKey',
      );
    },
    remedy: ({ bucket, key }) => `aliyun oss rm oss://${bucket}/${key} --region ${region}`,
  };
}

async function bucketRegion(send: Send, bucket: string, signal: AbortSignal): Promise<string | undefined> {
  const doing = `Looking up bucket ${bucket}`;
  try {
    const { text } = await send({
      method: 'GET',
      bucket,
      key: '',
      query: { bucketInfo: '' },
      doing,
      action: 'GetBucketInfo',
      signal,
    });
    const document = readXml(text);
    return (document && findFirst(document, 'Location')?.text.replace(/^oss-/, '')) ?? '';
  } catch (error) {
    if (isBuildError(error) && error.data['api'] === 'NoSuchBucket') return undefined;
    // A bucket of another region says so by the address at which it is.
    const [, elsewhere] =
      /^oss-([a-z0-9-]+?)\.aliyuncs\.com$/.exec(String(isBuildError(error) ? error.data['endpoint'] : '')) ??
      [];
    if (elsewhere !== undefined) throw bucketElsewhere(bucket, elsewhere, error);
    throw error;
  }
}

async function beginUpload(send: Send, object: StoredObject, signal: AbortSignal): Promise<string> {
  const doing = `Beginning the upload of ${object.key} to bucket ${object.bucket}`;
  const body = { length: 0, open: () => '' };
  const { text } = await send({
    method: 'POST',
    ...object,
    query: { uploads: '' },
    body,
    doing,
    action: 'InitiateMultipartUpload',
    signal,
  });
  const document = readXml(text);
  return (document && findAll(document, 'UploadId')[0]?.text) ?? '';
}

async function stat(send: Send, object: StoredObject, signal: AbortSignal) {
  const doing = `Looking up ${object.key} in bucket ${object.bucket}`;
  try {
    const { headers } = await send({ method: 'HEAD', ...object, doing, action: 'HeadObject', signal });
    return { size: Number(headers['content-length']), crc: String(headers['x-oss-hash-crc64ecma'] ?? '') };
  } catch (error) {
    if (isBuildError(error, 'cloud-missing')) return undefined;
    throw error;
  }
}

async function unless(call: Promise<unknown>, ...codes: readonly string[]): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isBuildError(error) || !codes.includes(String(error.data['api']))) throw error;
  }
}
