import { createHash, createHmac } from 'node:crypto';
import { percentEncode } from './percent.ts';

/** A request to OSS as both ends sign it. */
export interface OssRequest {
  readonly method: string;
  /** `/BUCKET/KEY`, `/BUCKET/` or `/`, not encoded, however the request named the bucket. */
  readonly resource: string;
  readonly query: Iterable<readonly [string, string]>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Names that are signed besides those that always are, in order. */
  readonly additional: readonly string[];
}

/** Day and region that a key is good for. */
interface KeyScope {
  readonly day: string;
  readonly region: string;
}

export const OSS_ALGORITHM = 'OSS4-HMAC-SHA256';

/** What the body is signed as: its CRC is compared at the end. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** OSS's signature of version 4: hexadecimal. `at` is in the form `20261201T010203Z`. */
export function ossSignature(
  request: OssRequest,
  secret: string,
  { at, region }: { at: string; region: string },
): string {
  const scope = { day: at.slice(0, 8), region };
  const text = [OSS_ALGORITHM, at, ossScope(scope), sha256(canonical(request))].join('\n');
  return createHmac('sha256', signingKey(secret, scope)).update(text).digest('hex');
}

/** `20261201/cn-hangzhou/oss/aliyun_v4_request`. */
export function ossScope({ day, region }: KeyScope): string {
  return `${day}/${region}/oss/aliyun_v4_request`;
}

function canonical({ method, resource, query, headers, additional }: OssRequest): string {
  const signed = Object.entries(headers)
    .filter(([name]) => isSigned(name) || additional.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value = '']) => `${name}:${value.trim()}\n`)
    .join('');
  return [
    method,
    resource.split('/').map(percentEncode).join('/'),
    canonicalQuery(query),
    signed,
    additional.join(';'),
    headers['x-oss-content-sha256'] ?? UNSIGNED_PAYLOAD,
  ].join('\n');
}

/** Unlike other services of Alibaba Cloud a name without a value stands alone: `uploads`. */
function canonicalQuery(query: Iterable<readonly [string, string]>): string {
  return [...query]
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&');
}

function isSigned(name: string): boolean {
  return name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-');
}

function signingKey(secret: string, { day, region }: KeyScope): Buffer {
  return [day, region, 'oss', 'aliyun_v4_request'].reduce(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`aliyun_v4${secret}`),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
