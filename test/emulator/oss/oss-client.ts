import { createRequire } from 'node:module';
import type { Caller } from '../sdk-client.ts';

/** The calls of Alibaba's own client that are used here; it brings no types. */
export interface OssClient {
  useBucket(name: string): void;
  putBucket(name: string): Promise<unknown>;
  deleteBucket(name: string): Promise<unknown>;
  getBucketInfo(name: string): Promise<{ bucket: { Name: string; Location: string } }>;
  put(key: string, bytes: Buffer, options?: object): Promise<{ res: { headers: Record<string, string> } }>;
  get(key: string, options?: object): Promise<{ content: Buffer }>;
  head(key: string): Promise<{ status: number; res: { headers: Record<string, string> } }>;
  delete(key: string): Promise<unknown>;
  append(key: string, bytes: Buffer, options?: object): Promise<{ nextAppendPosition: string }>;
  list(query: object): Promise<{
    objects?: readonly { name: string; size: number }[];
    prefixes: readonly string[] | null;
    nextMarker: string | null;
  }>;
  listV2(
    query: object,
  ): Promise<{ objects?: readonly { name: string }[]; nextContinuationToken: string | null }>;
  multipartUpload(
    key: string,
    path: string,
    options: object,
  ): Promise<{ res: { headers: Record<string, string> } }>;
  listUploads(query: object): Promise<{ uploads: readonly { name: string; uploadId: string }[] }>;
  initMultipartUpload(key: string): Promise<{ uploadId: string }>;
  abortMultipartUpload(key: string, uploadId: string): Promise<unknown>;
}

const OSS = createRequire(import.meta.url)('ali-oss');

/** Alibaba's own client against the emulator, by either version of the signature. */
export function ossClient(
  { host, accessKeyId, accessKeySecret, securityToken }: Caller,
  { v4 = true, region = 'oss-cn-beijing' } = {},
): OssClient {
  return new OSS({
    region,
    endpoint: `http://${host}`,
    sldPath: true,
    cname: true,
    authorizationV4: v4,
    accessKeyId,
    accessKeySecret,
    ...(securityToken !== undefined && { stsToken: securityToken }),
    secure: false,
  });
}
