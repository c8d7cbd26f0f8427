import { describe, expect, test } from 'vitest';
import { ecsRefusals } from '../../../../src/cloud/alibaba/refusals/ecs.ts';
import { understand } from '../../../../src/cloud/alibaba/refusals/meaning.ts';
import { vpcRefusals } from '../../../../src/cloud/alibaba/refusals/vpc.ts';

const meaningOf = (action: string, api: string, status = 400) => {
  const [product = '', name = ''] = action.split('.');
  return understand({ product, action: name }, api, status);
};

test.each([
  ['Ecs.CopyImage', 'OperationDenied.ImageCopying', 'not-yet', 'cloud-busy'],
  ['Ecs.CreateImage', 'IncorrectInstanceStatus.Initializing', 'not-yet', 'cloud-busy'],
  ['Ecs.CreateImage', 'InvalidSnapshotId.NotReady', 'not-yet', 'cloud-busy'],
  ['Ecs.CreateSnapshot', 'IncorrectDiskStatus', 'not-yet', 'cloud-busy'],
  ['Ecs.CreateSnapshot', 'IncorrectDiskStatus.NeverUsed', 'wrong', 'cloud-invalid'],
  ['Ecs.RunInstances', 'InvalidKeyPair.NotFound', 'not-seen', 'cloud-missing'],
  ['Ecs.RunInstances', 'QuotaExceed.ElasticQuota', 'sold-out', 'cloud-sold-out'],
  ['Vpc.CreateVSwitch', 'OperationFailed.DistibuteLock', 'not-yet', 'cloud-busy'],
  ['Vpc.DeleteVpc', 'DependencyViolation.VSwitch', 'not-yet', 'cloud-busy'],
  ['Vpc.ReleaseEipAddress', 'IncorrectStatus', 'not-yet', 'cloud-busy'],
  ['Ecs.DeleteInstance', 'Forbidden.InstanceNotFound', 'gone', 'cloud-missing'],
  // The same code means another thing where another action says it.
  ['Ecs.DeleteImage', 'InvalidImageId.NotFound', 'gone', 'cloud-missing'],
  ['Ecs.CopyImage', 'InvalidImageId.NotFound', 'not-seen', 'cloud-missing'],
  ['Vpc.DeleteVpc', 'Forbbiden', 'not-yet', 'cloud-busy'],
  ['Vpc.AllocateEipAddress', 'Forbbiden', 'denied', 'cloud-denied'],
  ['Ecs.DescribeImages', 'DependencyViolation', undefined, 'cloud-invalid'],
] as const)('%s: %s means %s', (action, api, means, code) => {
  expect(meaningOf(action, api)).toMatchObject({ means, code });
});

describe('a refusal that passes', () => {
  test('is tried as long as the action may take, one of a thing not visible yet for two minutes', () => {
    expect(meaningOf('Ecs.CopyImage', 'OperationDenied.ImageCopying').settles).toBe(3_600_000);
    expect(meaningOf('Ecs.CopyImage', 'InvalidImageId.NotFound').settles).toBe(120_000);
    expect(meaningOf('Ecs.CopyImage', 'InvalidImageName.Duplicated').settles).toBeUndefined();
  });
});

test('no code stands twice in the table of one action with different meanings', () => {
  const twice = Object.entries({ ...ecsRefusals, ...vpcRefusals }).flatMap(([action, { rows }]) => {
    const known = new Map<string, string>();
    return rows.flatMap(({ codes, means }) =>
      codes.flatMap((code) => {
        const before = known.get(code);
        known.set(code, means);
        return before === undefined || before === means ? [] : [`${action} ${code}`];
      }),
    );
  });
  expect(twice).toEqual([]);
});
