import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { request } from '../../http/request.ts';
import { type Clock, PACE_HEADER } from '../../wire/clock.ts';
import { OSS_ALGORITHM, ossScope, ossSignature, UNSIGNED_PAYLOAD } from '../../wire/oss-signature.ts';
import { percentEncode } from '../../wire/percent.ts';
import { findFirst, readXml } from '../../wire/xml.ts';
import type { Keys } from '../alibaba/credentials/keys.ts';
import { Refusal } from '../alibaba/refusal.ts';
import type { ServiceClock } from '../alibaba/service-clock.ts';
import { silent } from '../alibaba/silence.ts';
import { cloudRefused } from '../alibaba/words.ts';
import { hostOf, type StoreAddress } from './address.ts';
import { meaningOf } from './meaning.ts';

/** One request about a bucket, or an object in it. */
export interface StoreRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly bucket: string;
  /** Empty: the bucket itself. */
  readonly key: string;
  /** A name without a value has an empty one: `uploads`. */
  readonly query?: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent; asked for anew at each try. */
  readonly body?: { readonly length: number; open(): string | Readable };
  /** How an error begins: `Creating bucket images`. */
  readonly doing: string;
  /** What the service calls it: `PutObject`. */
  readonly action: string;
  readonly signal: AbortSignal;
}

export interface StoreAnswer {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

interface Sending {
  readonly address: StoreAddress;
  readonly region: string;
  readonly keys: Keys;
  readonly dispatcher: (url: URL) => Dispatcher;
  /** Milliseconds for one try. */
  readonly timeout: number;
  readonly clock: Clock;
  readonly service: ServiceClock;
}

/** Sends one request of OSS, signed. Rejects with Refusal as `exchange` of the other services does. */
export async function exchange(asked: StoreRequest, how: Sending): Promise<StoreAnswer> {
  const { bucket, key, query = {}, body } = asked;
  const url = how.address.url(bucket, key);
  const search = Object.entries(query).map(([name, value]) =>
    value === '' ? percentEncode(name) : `${percentEncode(name)}=${percentEncode(value)}`,
  );
  const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(how.timeout)));
  const about = { ...asked, region: how.region, endpoint: url, timeout: how.timeout };
  try {
    const { status, headers, text } = await request(
      `${url.href}${search.length > 0 ? '?' : ''}${search.join('&')}`,
      {
        method: asked.method,
        headers: signed(asked, how),
        ...(body !== undefined && { body: body.open() }),
        dispatcher: how.dispatcher(url),
        signal: AbortSignal.any([asked.signal, timeout]),
      },
    );
    const pace = Number(headers[PACE_HEADER]);
    if (pace > 0 && pace < 1) how.clock.pace = pace;
    if (status >= 400) throw refused(asked, how, { status, headers, text });
    return { headers, text };
  } catch (error) {
    asked.signal.throwIfAborted();
    throw error instanceof Refusal ? error : silent(about, error, timeout.aborted);
  }
}

function signed(asked: StoreRequest, { address, region, keys, service }: Sending): Record<string, string> {
  const { bucket, key, method, query = {}, body } = asked;
  const at = `${new Date(service.now()).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const headers: Record<string, string> = {
    ...asked.headers,
    'x-oss-date': at,
    'x-oss-content-sha256': UNSIGNED_PAYLOAD,
    ...(keys.securityToken !== '' && { 'x-oss-security-token': keys.securityToken }),
  };
  const resource = bucket === '' ? '/' : `/${bucket}/${key}`;
  const request = { method, resource, query: Object.entries(query), headers, additional: [] };
  const signature = ossSignature(request, keys.accessKeySecret, { at, region });
  const credential = `${keys.accessKeyId}/${ossScope({ day: at.slice(0, 8), region })}`;
  return {
    ...headers,
    host: hostOf(address, bucket),
    'user-agent': 'ecs-imagebuild',
    ...(method !== 'GET' && method !== 'HEAD' && { 'content-length': String(body?.length ?? 0) }),
    authorization: `${OSS_ALGORITHM} Credential=${credential},Signature=${signature}`,
  };
}

function refused(
  { doing, action }: StoreRequest,
  { region }: Sending,
  { status, headers, text }: StoreAnswer & { readonly status: number },
): Refusal {
  // An answer to HEAD has no body: the same document is in a header.
  const inHeader = Buffer.from(String(headers['x-oss-err'] ?? ''), 'base64').toString('utf8');
  const document = readXml(text === '' ? inHeader : text);
  const field = (name: string) => (document && findFirst(document, name)?.text) ?? '';
  const api = field('Code') || `HTTP ${status}`;
  const { code, retry } = meaningOf(api, status);
  const requestId = field('RequestId') || String(headers['x-oss-request-id'] ?? '');
  const error = cloudRefused({
    code,
    doing,
    region,
    product: 'Oss',
    action,
    api,
    message: field('Message'),
    requestId,
    status,
  });
  return new Refusal(
    error.with({ data: { ...error.data, endpoint: field('Endpoint') } }),
    retry,
    0,
    Date.parse(String(headers['date'])) || undefined,
  );
}
