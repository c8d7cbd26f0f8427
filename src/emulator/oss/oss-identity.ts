import { createHmac } from 'node:crypto';
import { OSS_ALGORITHM, ossSignature } from '../../wire/oss-signature.ts';
import { type Accounts, type Identity, isSession } from '../accounts.ts';
import { OssError } from './oss-error.ts';
import type { OssCall } from './oss-request.ts';

/** OSS allows fifteen minutes between the clocks. */
const TOLERANCE = 15 * 60_000;

/** Who has signed a request, by version 1 or 4 of the signature in its header. Throws what OSS answers to others. */
export function ossIdentity(call: OssCall, accounts: Accounts, now: number): Identity {
  const authorization = call.headers['authorization'] ?? '';
  const claim = authorization.startsWith('OSS ') ? readV1(call, authorization) : readV4(call, authorization);
  if (Math.abs(now - claim.time) > TOLERANCE)
    throw new OssError(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    );
  const identity = accounts.find(claim.accessKeyId);
  if (identity === undefined || identity.disabled)
    throw new OssError(
      403,
      'InvalidAccessKeyId',
      'The OSS Access Key Id you provided does not exist in our records.',
      {
        more: { OSSAccessKeyId: claim.accessKeyId },
      },
    );
  checkToken(identity, call.headers['x-oss-security-token'] ?? '', now);
  if (claim.sign(identity.accessKeySecret) !== claim.signature)
    throw new OssError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      {
        more: { OSSAccessKeyId: claim.accessKeyId, SignatureProvided: claim.signature },
      },
    );
  return identity;
}

interface Claim {
  readonly accessKeyId: string;
  readonly signature: string;
  readonly time: number;
  sign(secret: string): string;
}

function checkToken(identity: Identity, token: string, now: number): void {
  if (!isSession(identity)) {
    if (token !== '') throw invalidToken();
    return;
  }
  if (token !== identity.securityToken) throw invalidToken();
  if (now >= identity.expires)
    throw new OssError(403, 'SecurityTokenExpired', 'The security token you provided has expired.');
}

function invalidToken(): OssError {
  return new OssError(403, 'InvalidSecurityToken', 'The security token you provided is invalid.');
}

function readV4(call: OssCall, authorization: string): Claim {
  const pattern = new RegExp(
    `^${OSS_ALGORITHM} Credential=([^/]+)/(\\d{8})/([a-z0-9-]+)/oss/aliyun_v4_request,\\s*(?:AdditionalHeaders=([^,]*),\\s*)?Signature=([0-9a-f]{64})$`,
  );
  const [, accessKeyId = '', day = '', region = '', additional = '', signature = ''] =
    pattern.exec(authorization) ?? [];
  if (signature === '')
    throw new OssError(403, 'AccessDenied', 'You have no right to access this object because of bucket acl.');
  const at = call.headers['x-oss-date'] ?? '';
  const [, y, m, d, h, min, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(at) ?? [];
  if (s === undefined || !at.startsWith(day))
    throw new OssError(400, 'InvalidArgument', 'x-oss-date is missing or of another day than the signature.');
  const request = {
    method: call.method,
    resource: call.bucket === '' ? '/' : `/${call.bucket}/${call.key}`,
    query: call.query,
    headers: call.headers,
    additional: additional === '' ? [] : additional.split(';'),
  };
  return {
    accessKeyId,
    signature,
    time: Date.parse(`${y}-${m}-${d}T${h}:${min}:${s}Z`),
    sign: (secret) => ossSignature(request, secret, { at, region }),
  };
}

/** Parameters that are signed in version 1; all others are not. */
const SUBRESOURCES: ReadonlySet<string> = new Set(
  'acl append bucketInfo callback cors delete encryption lifecycle location logging objectMeta partNumber position referer restore response-content-type response-content-disposition security-token stat symlink tagging torrent uploadId uploads versioning website worm'.split(
    ' ',
  ),
);

function readV1(call: OssCall, authorization: string): Claim {
  const [, accessKeyId = '', signature = ''] = /^OSS ([^:]+):(\S+)$/.exec(authorization) ?? [];
  const { headers } = call;
  const date = headers['x-oss-date'] ?? headers['date'] ?? '';
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-oss-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('');
  const query = [...call.query]
    .filter(([name]) => SUBRESOURCES.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  const resource = `${call.bucket === '' ? '/' : `/${call.bucket}/${call.key}`}${query.length > 0 ? '?' : ''}${query.join('&')}`;
  const text = [
    call.method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    date,
    own + resource,
  ].join('\n');
  return {
    accessKeyId,
    signature,
    time: Date.parse(date),
    sign: (secret) => createHmac('sha1', secret).update(text).digest('base64'),
  };
}
