import { percentEncode } from '../../wire/percent.ts';

/** Where buckets of a region answer. */
export interface StoreAddress {
  /** The address of an object, or of a bucket with an empty key. */
  url(bucket: string, key: string): URL;
  /** As people are told it: `https://BUCKET.oss-cn-hangzhou.aliyuncs.com`. */
  readonly shown: (bucket: string) => string;
}

/**
 * OSS gives each bucket a host of its own. A base URL for all services has one host: there the bucket leads the path.
 */
export function storeAddress(region: string, endpointUrl: string | undefined): StoreAddress {
  if (endpointUrl === undefined || endpointUrl === '') {
    const host = (bucket: string) => `https://${bucket}.oss-${region}.aliyuncs.com`;
    return { url: (bucket, key) => new URL(`${host(bucket)}/${encoded(key)}`), shown: host };
  }
  const base = endpointUrl.replace(/\/+$/, '');
  return {
    url: (bucket, key) => new URL(`${base}/${bucket}/${encoded(key)}`),
    shown: (bucket) => `https://${bucket}.oss-${region}.aliyuncs.com`,
  };
}

export function hostOf(address: StoreAddress, bucket: string): string {
  return address.url(bucket, '').host;
}

function encoded(key: string): string {
  return key.split('/').map(percentEncode).join('/');
}
