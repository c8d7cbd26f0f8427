import type { Refusal } from '../alibaba/refusal.ts';
import type { CloudCode } from '../alibaba/refusals/common.ts';

/** Codes of OSS, by the documentation of its errors; the first match wins. */
const table: readonly (readonly [RegExp, CloudCode])[] = [
  [/^NoSuch(Bucket|Key|Upload)$/, 'cloud-missing'],
  [/^BucketAlreadyExists$/, 'cloud-exists'],
  [
    /^(AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecurityToken|SecurityTokenExpired|UserDisable|RequestTimeTooSkewed)$/,
    'cloud-denied',
  ],
  [/^(TooManyBuckets|QuotaExceeded)$/, 'cloud-quota'],
  [
    /^(QpsLimitExceeded|DownloadTrafficRateLimitExceeded|UploadTrafficRateLimitExceeded|SlowDown|TooManyRequests)$/,
    'cloud-throttled',
  ],
  [/^(OperationAborted|RequestTimeout|InternalError|ServiceUnavailable)$/, 'cloud-unavailable'],
];

/** All requests that are sent here have the same effect when they are made twice. */
export function meaningOf(
  api: string,
  status: number,
): { readonly code: CloudCode; readonly retry: Refusal['retry'] } {
  const code = table.find(([pattern]) => pattern.test(api))?.[1] ?? byStatus(status);
  const passes = code === 'cloud-throttled' || code === 'cloud-unavailable';
  return { code, retry: passes ? 'always' : 'never' };
}

function byStatus(status: number): CloudCode {
  if (status === 404) return 'cloud-missing';
  if (status === 403) return 'cloud-denied';
  if (status === 429) return 'cloud-throttled';
  return status >= 500 ? 'cloud-unavailable' : 'cloud-invalid';
}
