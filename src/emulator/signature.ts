import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalQuery, percentEncode } from '../wire/percent.ts';
import { ApiError } from './action.ts';
import type { ApiRequest } from './request.ts';
import { allParams, missing } from './request.ts';

/** What a signed request says about itself; nothing in it is proved until `verifySignature` has passed. */
export interface Claim {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  readonly nonce: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** What the client should have signed, by our reading of the request. */
  readonly stringToSign: string;
  /** The signature our secret must give, as the bytes of the text sent. */
  readonly signature: string;
  sign(secret: string): string;
}

/** Reads the claim of a V1 (HMAC-SHA1 in the parameters) or ACS3-HMAC-SHA256 (in the headers) request. */
export function readClaim(request: ApiRequest): Claim {
  return request.headers['authorization']?.startsWith('ACS3-') ? readAcs3(request) : readV1(request);
}

/** Throws SignatureDoesNotMatch, quoting the string to sign as the service does, unless `secret` gives the signature. */
export function verifySignature(claim: Claim, secret: string): void {
  const expected = Buffer.from(claim.sign(secret));
  const given = Buffer.from(claim.signature);
  if (expected.length === given.length && timingSafeEqual(expected, given)) return;
  throw new ApiError(
    400,
    'SignatureDoesNotMatch',
    `Specified signature is not matched with our calculation. server string to sign is:${claim.stringToSign}`,
  );
}

/** The string V1 signs: method, `/` and all parameters but the signature itself. */
export function stringToSignV1(method: string, params: ReadonlyMap<string, string>): string {
  const signed = [...params].filter(([name]) => name !== 'Signature');
  return `${method}&${percentEncode('/')}&${percentEncode(canonicalQuery(signed))}`;
}

function readV1(request: ApiRequest): Claim {
  const params = allParams(request);
  const need = (name: string) => {
    const value = params.get(name);
    if (!value) throw missing(name);
    return value;
  };
  const accessKeyId = need('AccessKeyId');
  const method = params.get('SignatureMethod') ?? 'HMAC-SHA1';
  if (method !== 'HMAC-SHA1') throw incomplete(`SignatureMethod ${method} is not supported`);
  if (!params.get('Signature')) throw incomplete('the parameter Signature is missing');
  const stringToSign = stringToSignV1(request.method, params);
  return {
    accessKeyId,
    securityToken: params.get('SecurityToken') || undefined,
    nonce: need('SignatureNonce'),
    time: readTime(need('Timestamp')),
    stringToSign,
    signature: need('Signature'),
    sign: (secret) => createHmac('sha1', `${secret}&`).update(stringToSign).digest('base64'),
  };
}

const mandatoryHeaders = ['x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce'] as const;
const payloadHeader = 'x-acs-content-sha256';

function readAcs3(request: ApiRequest): Claim {
  const authorization = request.headers['authorization'] ?? '';
  const fields = /^ACS3-HMAC-SHA256 Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]+)$/.exec(
    authorization,
  );
  const [, accessKeyId = '', signedHeaders = '', signature = ''] = fields ?? [];
  if (fields === null)
    throw incomplete('the header Authorization is not of the form of ACS3-HMAC-SHA256', 'ACS3');
  const need = (name: string) => {
    const value = request.headers[name];
    if (!value) throw missing(name);
    return value;
  };
  for (const name of mandatoryHeaders) need(name);
  requireSigned(request, signedHeaders.split(';'));
  const payloadHash = checkedPayloadHash(request, need(payloadHeader));
  const canonical = canonicalAcs3(request, signedHeaders, payloadHash);
  const stringToSign = `ACS3-HMAC-SHA256\n${sha256(canonical)}`;
  return {
    accessKeyId,
    securityToken: request.headers['x-acs-security-token'] || undefined,
    nonce: need('x-acs-signature-nonce'),
    time: readTime(need('x-acs-date')),
    stringToSign: `${stringToSign} (canonical request: ${canonical})`,
    signature,
    sign: (secret) => createHmac('sha256', secret).update(stringToSign).digest('hex'),
  };
}

/** Method, path, query, signed headers, their names, hash of the body: one line each. */
function canonicalAcs3(request: ApiRequest, signedHeaders: string, payloadHash: string): string {
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`)
    .join('');
  return [
    request.method,
    request.path,
    canonicalQuery(request.query),
    headers,
    signedHeaders,
    payloadHash,
  ].join('\n');
}

/** An x-acs header or host outside the signature could be changed on the way. */
function requireSigned(request: ApiRequest, signed: readonly string[]): void {
  const sent = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-acs-'));
  const unsigned = sent.find((name) => !signed.includes(name));
  if (unsigned !== undefined) throw incomplete(`the header ${unsigned} is not signed`, 'ACS3');
}

function checkedPayloadHash(request: ApiRequest, claimed: string): string {
  if (claimed === sha256(request.body)) return claimed;
  throw incomplete(`${payloadHeader} is not the SHA-256 of the body`, 'ACS3');
}

function readTime(text: string): number {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new ApiError(
    400,
    'InvalidTimeStamp.Format',
    `Specified time stamp or date value "${text}" is not well formatted.`,
  );
}

function incomplete(why: string, form = 'V1'): ApiError {
  return new ApiError(
    400,
    'IncompleteSignature',
    `The request signature does not conform to Aliyun standards: ${why} (${form}).`,
  );
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
