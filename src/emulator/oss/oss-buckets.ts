import type { OssAnswer } from './oss-answer.ts';
import { nothing, xml } from './oss-answer.ts';
import { invalidArgument, OssError } from './oss-error.ts';
import { listed } from './oss-listing.ts';
import type { OssCall } from './oss-request.ts';
import { bucketOf, type OssWorld, ownBucket } from './oss-world.ts';

/** Operations on buckets and on what is in them as a whole. */
export const bucketOperations = {
  PutBucket,
  DeleteBucket,
  GetBucketInfo,
  GetBucketLocation,
  GetBucketAcl,
  PutBucketAcl,
  ListBuckets,
  ListObjects,
  ListMultipartUploads,
};

/** The region of calls that name none. */
const HOME = 'cn-hangzhou';
const ACLS = ['private', 'public-read', 'public-read-write'];

function PutBucket(call: OssCall, world: OssWorld): OssAnswer {
  const { bucket, headers } = call;
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket))
    throw new OssError(400, 'InvalidBucketName', 'The specified bucket is not valid.', {
      more: { BucketName: bucket },
    });
  const acl = aclOf(headers['x-oss-acl'] ?? 'private');
  const there = bucketOf(world, bucket);
  const region = call.region || HOME;
  if (there !== undefined && (there.accountId !== world.accountId || there.region !== region))
    throw new OssError(
      409,
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      {
        more: { BucketName: bucket },
      },
    );
  if (there !== undefined) there.acl = acl;
  else
    world.buckets[bucket] = {
      region,
      accountId: world.accountId,
      createdAt: world.now(),
      acl,
      objects: {},
      uploads: {},
    };
  return nothing(200, { location: `/${bucket}` });
}

function DeleteBucket(call: OssCall, world: OssWorld): OssAnswer {
  const { objects, uploads } = ownBucket(call, world);
  if (Object.keys(objects).length > 0 || Object.keys(uploads).length > 0)
    throw new OssError(409, 'BucketNotEmpty', 'The bucket has objects. Please delete them first.', {
      more: { BucketName: call.bucket },
    });
  delete world.buckets[call.bucket];
  return nothing(204);
}

function GetBucketInfo(call: OssCall, world: OssWorld): OssAnswer {
  const { region, accountId, createdAt, acl } = ownBucket(call, world);
  return xml('BucketInfo', {
    Bucket: {
      CreationDate: isoMillis(createdAt),
      ExtranetEndpoint: `oss-${region}.aliyuncs.com`,
      IntranetEndpoint: `oss-${region}-internal.aliyuncs.com`,
      Location: `oss-${region}`,
      Name: call.bucket,
      StorageClass: 'Standard',
      Owner: { DisplayName: accountId, ID: accountId },
      AccessControlList: { Grant: acl },
    },
  });
}

function GetBucketLocation(call: OssCall, world: OssWorld): OssAnswer {
  return {
    ...xml('LocationConstraint', {}),
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint>oss-${ownBucket(call, world).region}</LocationConstraint>`,
  };
}

function GetBucketAcl(call: OssCall, world: OssWorld): OssAnswer {
  const { accountId, acl } = ownBucket(call, world);
  return xml('AccessControlPolicy', {
    Owner: { ID: accountId, DisplayName: accountId },
    AccessControlList: { Grant: acl },
  });
}

function PutBucketAcl(call: OssCall, world: OssWorld): OssAnswer {
  ownBucket(call, world).acl = aclOf(call.headers['x-oss-acl'] ?? '');
  return nothing();
}

function aclOf(acl: string): string {
  if (ACLS.includes(acl)) return acl;
  throw invalidArgument('x-oss-acl', acl, 'no such bucket access control exists');
}

function ListBuckets({ query }: OssCall, world: OssWorld): OssAnswer {
  const prefix = query.get('prefix') ?? '';
  const own = Object.entries(world.buckets).filter(
    ([name, { accountId }]) => accountId === world.accountId && name.startsWith(prefix),
  );
  const { items, next } = listed(own.sort(byName), {
    most: query.get('max-keys') ?? '100',
    after: query.get('marker') ?? '',
  });
  return xml('ListAllMyBucketsResult', {
    Prefix: prefix,
    Marker: query.get('marker') ?? '',
    MaxKeys: query.get('max-keys') ?? '100',
    IsTruncated: next !== undefined,
    ...(next !== undefined && { NextMarker: next }),
    Owner: { ID: world.accountId, DisplayName: world.accountId },
    Buckets: {
      Bucket: items.map(([name, { region, createdAt }]) => ({
        CreationDate: isoMillis(createdAt),
        ExtranetEndpoint: `oss-${region}.aliyuncs.com`,
        IntranetEndpoint: `oss-${region}-internal.aliyuncs.com`,
        Location: `oss-${region}`,
        Name: name,
        StorageClass: 'Standard',
      })),
    },
  });
}

function ListObjects(call: OssCall, world: OssWorld): OssAnswer {
  const { query } = call;
  const { objects, accountId } = ownBucket(call, world);
  const owner = { ID: accountId, DisplayName: accountId };
  const second = query.get('list-type') === '2';
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const after =
    (second ? query.get('continuation-token') || query.get('start-after') : query.get('marker')) ?? '';
  const most = query.get('max-keys') ?? '100';
  const entries = grouped(
    Object.entries(objects)
      .filter(([key]) => key.startsWith(prefix))
      .sort(byName),
    prefix,
    delimiter,
  );
  const { items, next } = listed(entries, { most, after });
  return xml('ListBucketResult', {
    Name: call.bucket,
    Prefix: prefix,
    ...(second ? { ContinuationToken: after, KeyCount: items.length } : { Marker: after }),
    MaxKeys: most,
    Delimiter: delimiter,
    IsTruncated: next !== undefined,
    ...(next !== undefined && (second ? { NextContinuationToken: next } : { NextMarker: next })),
    Contents: items.flatMap(([key, object]) =>
      object === undefined
        ? []
        : [
            {
              Key: key,
              LastModified: isoMillis(object.modified),
              ETag: `"${object.etag}"`,
              Type: object.type,
              Size: String(object.size),
              StorageClass: 'Standard',
              Owner: owner,
            },
          ],
    ),
    CommonPrefixes: items.flatMap(([key, object]) => (object === undefined ? [{ Prefix: key }] : [])),
  });
}

type Entry = readonly [string, OssWorld['buckets'][string]['objects'][string] | undefined];

/** Keys that have the delimiter after the prefix come as one, without an object. */
function grouped(entries: readonly Entry[], prefix: string, delimiter: string): readonly Entry[] {
  if (delimiter === '') return entries;
  const all = new Map<string, Entry[1]>();
  for (const [key, object] of entries) {
    const at = key.indexOf(delimiter, prefix.length);
    if (at < 0) all.set(key, object);
    else all.set(key.slice(0, at + delimiter.length), undefined);
  }
  return [...all];
}

function ListMultipartUploads(call: OssCall, world: OssWorld): OssAnswer {
  const prefix = call.query.get('prefix') ?? '';
  const uploads = Object.entries(ownBucket(call, world).uploads).filter(([, { key }]) =>
    key.startsWith(prefix),
  );
  return xml('ListMultipartUploadsResult', {
    Bucket: call.bucket,
    Prefix: prefix,
    MaxUploads: '1000',
    IsTruncated: false,
    Upload: uploads.map(([id, { key, initiated }]) => ({
      Key: key,
      UploadId: id,
      Initiated: isoMillis(initiated),
    })),
  });
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function isoMillis(ms: number): string {
  return new Date(ms).toISOString();
}
