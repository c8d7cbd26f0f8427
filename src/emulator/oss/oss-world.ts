import type { Contents } from './contents.ts';
import { noSuchBucket, OssError } from './oss-error.ts';
import type { OssCall } from './oss-request.ts';
import type { Bucket } from './oss-state.ts';

/** What operations on buckets and objects see. */
export interface OssWorld {
  /** Of all accounts: names are shared by everybody. */
  readonly buckets: Record<string, Bucket>;
  readonly contents: Contents;
  /** Of whoever calls. */
  readonly accountId: string;
  now(): number;
}

export function bucketOf({ buckets }: OssWorld, name: string): Bucket | undefined {
  return Object.hasOwn(buckets, name) ? buckets[name] : undefined;
}

/** The bucket of a call; throws what OSS answers for one that is nobody's, somebody else's, or of another region. */
export function ownBucket(call: OssCall, world: OssWorld): Bucket {
  const bucket = bucketOf(world, call.bucket);
  if (bucket === undefined) throw noSuchBucket(call.bucket);
  if (bucket.accountId !== world.accountId)
    throw new OssError(403, 'AccessDenied', 'You do not have read acl permission on this object.');
  if (call.region !== '' && call.region !== bucket.region)
    throw new OssError(
      403,
      'AccessDenied',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      {
        more: { Bucket: call.bucket, Endpoint: `oss-${bucket.region}.aliyuncs.com` },
      },
    );
  return bucket;
}
