import type { ErrorCode } from '../../../errors/build-error.ts';

export type CloudCode = Extract<ErrorCode, `cloud-${string}`>;

/**
 * What codes mean in whatever action: the first match wins. The spellings are the service's own: Forbbiden,
 * Forbedden, OperationDeined, InvalidParamter. A code that ends in NotFound but tells of the caller or the region, not
 * of the thing asked for, must never mean 'missing': a thing would be taken for gone that is not.
 */
const table: readonly (readonly [RegExp, CloudCode])[] = [
  // The service knows the ClientToken, with other parameters: the thing was asked for before.
  [/Idempoten(t|ce)Param(eter)?(Mismatch|NotMatch)|^InvalidParamter\.Conflict$/, 'cloud-token-used'],
  [/Throttling|FlowControl|TooManyRequests/i, 'cloud-throttled'],
  // The call before with this token is still under way and may yet make the thing: only the same token is safe.
  [
    /IdempotentProcessing|IdempotentTokenProcessing|TOKEN_PROCESSING|Last(Token|Order|Request)Processing/,
    'cloud-unavailable',
  ],
  [/^(TaskConflict|Operation\.?Conflict|ConcurrentOperation)/, 'cloud-busy'],
  [/^Incorrect(VSwitch|Vpc|RouteEntry)Status|^InvalidStatus\.RouteEntry/i, 'cloud-busy'],
  [/^FrequentPurchase\.EIP|^IncorrectDiskStatus\.CreatingSnapshot|^DiskCreatingSnapshot/, 'cloud-busy'],
  [
    /^ServiceUnavailable|^Internal(Server)?Error|^InnerServiceFailed|^UnknownError|^SystemBusy/,
    'cloud-unavailable',
  ],
  // A nonce of ours that was used already: a proxy has sent the request twice. The next try has a new one.
  [/^SignatureNonceUsed/, 'cloud-unavailable'],
  [/^InvalidAccessKey|^SignatureDoesNotMatch|^IncompleteSignature|^InvalidSecurityToken/, 'cloud-denied'],
  [/^IllegalTimestamp|^InvalidTimeStamp/i, 'cloud-denied'],
  [/NoStock|NotOnSale|SoldOut|ResourceNotAvailable|LowerThanPublicPrice/i, 'cloud-sold-out'],
  [/Quota|LimitExceed|CountExceeded|NumberExceed/i, 'cloud-quota'],
  [/NotEnoughBalance|InsufficientBalance|Arrearage|InArrears/, 'cloud-quota'],
  [/^For(bidd|bbid|bedd)en|^NoPermission|^PermissionDenied|PassRoleForbidden|Unauthorized/, 'cloud-denied'],
  [/^RealNameAuthenticationError|^InvalidAccountStatus|^UserNotInTheWhiteList|^VPCDisabled/, 'cloud-denied'],
  [/^OperationDe(nied|ined)|^Duplicate\./, 'cloud-invalid'],
  [
    /^(InvalidRegion|RegionId\.|Zone\.|InvalidResourceGroup|InvalidAccount|InvalidInstanceType)/,
    'cloud-invalid',
  ],
  [/(AlreadyExists?|Duplicated?)(\.|$)/, 'cloud-exists'],
  [/(NotFound|NotExist|NoSuchResource)(\.|$)|^EntityNotExist/, 'cloud-missing'],
];

/** Codes that are in no table mean what their HTTP status says. */
export function commonCode(code: string, status: number): CloudCode {
  const known = table.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return known[1];
  if (status === 429) return 'cloud-throttled';
  if (status >= 500) return 'cloud-unavailable';
  // 403 says nothing: ECS answers it for a wrong state and for a dependency as well.
  return status === 401 ? 'cloud-denied' : 'cloud-invalid';
}
