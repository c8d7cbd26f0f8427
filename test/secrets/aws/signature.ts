import { createHash, createHmac } from 'node:crypto';
import type { Asked } from '../server.ts';

/** Secret keys by access key id. */
export type KnownKeys = Readonly<Record<string, string>>;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/**
 * The access key id that signed a request, if its signature of version 4 is right for the service; written from the
 * description of the algorithm, not from the code that signs.
 */
export function signedBy(asked: Asked, service: string, keys: KnownKeys): string | undefined {
  const authorization = String(asked.headers['authorization'] ?? '');
  const [, id = '', day = '', region = '', named = '', signedHeaders = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(
      authorization,
    ) ?? [];
  const names = signedHeaders.split(';');
  if (!names.includes('host') || !names.includes('x-amz-date') || named !== service) return undefined;
  const url = new URL(asked.path, 'http://aws');
  const canonical = [
    asked.method,
    url.pathname,
    url.searchParams.toString(),
    ...names.map((name) => `${name}:${String(asked.headers[name] ?? '').trim()}`),
    '',
    signedHeaders,
    sha256(asked.body),
  ].join('\n');
  const date = String(asked.headers['x-amz-date']);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const parts = [day, region, service, 'aws4_request'];
  const key = parts.reduce<string | Buffer>((before, part) => hmac(before, part), `AWS4${keys[id] ?? ''}`);
  const right = hmac(key, text).toString('hex') === signature && keys[id] !== undefined;
  return right && date.startsWith(day) ? id : undefined;
}
