import { expect, test } from 'vitest';
import { commonCode } from '../../../../src/cloud/alibaba/refusals/common.ts';

test.each([
  ['Throttling', 400, 'cloud-throttled'],
  ['Throttling.User', 400, 'cloud-throttled'],
  ['Rejected.Throttling', 503, 'cloud-throttled'],
  ['SomethingElse', 429, 'cloud-throttled'],
  ['IdempotentProcessing', 403, 'cloud-unavailable'],
  ['LastTokenProcessing', 403, 'cloud-unavailable'],
  ['OperationFailed.LastTokenProcessing', 400, 'cloud-unavailable'],
  ['OperationFailed.IdempotentTokenProcessing', 400, 'cloud-unavailable'],
  ['TOKEN_PROCESSING', 400, 'cloud-unavailable'],
  ['IdempotentParameterMismatch', 400, 'cloud-token-used'],
  ['IdempotenceParamNotMatch', 400, 'cloud-token-used'],
  ['InvalidParamter.Conflict', 400, 'cloud-token-used'],
  ['TaskConflict', 409, 'cloud-busy'],
  ['OperationConflict', 409, 'cloud-busy'],
  ['IncorrectVSwitchStatus', 400, 'cloud-busy'],
  ['InvalidStatus.RouteEntry', 400, 'cloud-busy'],
  ['FrequentPurchase.EIP', 400, 'cloud-busy'],
  ['InternalError', 500, 'cloud-unavailable'],
  ['ServiceUnavailable.RegionMaintaining', 503, 'cloud-unavailable'],
  ['NeverHeardOf', 502, 'cloud-unavailable'],
  ['InvalidImageId.NotFound', 404, 'cloud-missing'],
  ['EntityNotExist.Role', 404, 'cloud-missing'],
  ['KeyPair.AlreadyExist', 400, 'cloud-exists'],
  ['InvalidImageName.Duplicated', 400, 'cloud-exists'],
  ['Duplicate.TagKey', 400, 'cloud-invalid'],
  ['Forbidden.RAM', 403, 'cloud-denied'],
  ['Forbbiden', 403, 'cloud-denied'],
  ['Forbbiden.SubUser', 403, 'cloud-denied'],
  ['Forbedden.NotSupportRAM', 403, 'cloud-denied'],
  ['NoPermission', 403, 'cloud-denied'],
  ['InvalidUser.PassRoleForbidden', 403, 'cloud-denied'],
  ['OperationDenied.NoStock', 403, 'cloud-sold-out'],
  ['Zone.NotOnSale', 400, 'cloud-sold-out'],
  ['OperationDeined.EncryptedSnapshot', 403, 'cloud-invalid'],
  ['QuotaExceed.ElasticQuota', 403, 'cloud-quota'],
  ['QuotaExceeded.Vpc', 400, 'cloud-quota'],
  ['InvalidAccountStatus.NotEnoughBalance', 403, 'cloud-quota'],
  ['Account.Arrearage', 400, 'cloud-quota'],
  ['SignatureDoesNotMatch', 400, 'cloud-denied'],
  ['MissingParameter', 400, 'cloud-invalid'],
  ['DependencyViolation', 403, 'cloud-invalid'],
  ['IncorrectInstanceStatus', 403, 'cloud-invalid'],
] as const)('%s (HTTP %i) means %s', (code, status, expected) => {
  expect(commonCode(code, status)).toBe(expected);
});

test.each(['InvalidAccessKeyId.NotFound', 'InvalidRegionId.NotFound', 'InvalidResourceGroup.NotFound'])(
  '%s does not make the thing that was asked for a missing one',
  (code) => {
    expect(commonCode(code, 404)).not.toBe('cloud-missing');
  },
);
