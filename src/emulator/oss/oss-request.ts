import type { IncomingMessage } from 'node:http';
import { OSS_ALGORITHM } from '../../wire/oss-signature.ts';

/** One request to OSS: which object, and what of it. */
export interface OssCall {
  readonly method: string;
  /** Empty: the service itself, to list buckets. */
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string>>;
  /** The region that the host or the signature names; empty where neither does. */
  readonly region: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/** `oss-cn-beijing.aliyuncs.com`, with or without a bucket before it, public or internal. */
const HOST =
  /^(?:([a-z0-9][a-z0-9-]{1,61}[a-z0-9])\.)?oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com(?::\d+)?$/i;

/** Whether a request is for OSS: its host says so, or its signature. */
export function isForOss({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>): boolean {
  const { authorization = '', host = '' } = headers;
  return (
    authorization.startsWith(`${OSS_ALGORITHM} `) ||
    authorization.startsWith('OSS ') ||
    HOST.test(hostOf(url) || host)
  );
}

export function readOssCall(request: IncomingMessage): OssCall {
  const { method = 'GET', url = '/', headers } = request;
  const target = /^https?:\/\//i.test(url) ? new URL(url) : new URL(url, 'http://loopback');
  const flat = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  const [, named, region] = HOST.exec(hostOf(url) || (flat['host'] ?? '')) ?? [];
  const path = decoded(target.pathname.slice(1));
  const [first = '', ...rest] = path.split('/');
  const [bucket, key] = named === undefined ? [first, rest.join('/')] : [named, path];
  const [, signed] = /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/oss\//.exec(flat['authorization'] ?? '') ?? [];
  return {
    method,
    bucket,
    key,
    query: new Map(target.searchParams),
    headers: flat,
    region: region ?? signed ?? '',
    body: request,
  };
}

function hostOf(url: string): string {
  return /^https?:\/\//i.test(url) ? new URL(url).host : '';
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
