import { expect, test } from 'vitest';
import { type Rig, rig } from './rig.ts';

/** Refusals that pass by themselves, or leave another choice: none of them may cost a build or leave anything behind. */
const passing: readonly (readonly [action: string, ...codes: string[]])[] = [
  ['CreateVpc', 'TaskConflict', 'OperationConflict'],
  ['CreateVSwitch', 'OperationFailed.DistibuteLock', 'IncorrectStatus', 'InvalidVpcId.NotFound'],
  ['CreateSecurityGroup', 'IncorrectVpcStatus', 'InvalidVpcId.NotFound'],
  ['AllocateEipAddress', 'IncorrectStatus', 'FrequentPurchase.EIP'],
  ['RunInstances', 'InvalidSecurityGroupId.NotFound', 'InvalidVSwitchId.NotFound', 'IncorrectVSwitchStatus'],
  ['AssociateEipAddress', 'IncorrectEipStatus', 'IncorrectStatus', 'IncorrectInstanceStatus'],
  ['StopInstance', 'IncorrectInstanceStatus', 'IncorrectInstanceStatus.Initializing'],
  ['CreateImage', 'IncorrectInstanceStatus', 'IncorrectInstanceStatus.Initializing', 'IncorrectDiskStatus'],
  ['CopyImage', 'OperationDenied.ImageCopying', 'IncorrectImageStatus', 'InvalidImageId.NotFound'],
  ['TagResources', 'InvalidResourceId.NotFound'],
  ['UnassociateEipAddress', 'IncorrectEipStatus', 'InvalidBindingStatus', 'IncorrectStatus'],
  ['ReleaseEipAddress', 'IncorrectStatus', 'IncorrectEipStatus'],
  ['DeleteInstance', 'IncorrectInstanceStatus', 'DependencyViolation.RouteEntry'],
  ['DeleteSecurityGroup', 'DependencyViolation'],
  ['DeleteVSwitch', 'OperationDenied.OtherSubnetProcessing', 'IncorrectRouteEntryStatus', 'TaskConflict'],
  ['DeleteVpc', 'DependencyViolation.VSwitch', 'Forbbiden', 'IncorrectVpcStatus'],
];

const settings = {
  associate_public_ip_address: true,
  image_copy_regions: ['cn-beijing'],
  tags: { team: 'images' },
};

async function builds(it: Rig): Promise<void> {
  await it.build(settings);
  expect(it.left().filter((thing) => !/^(image|snapshot) /.test(thing))).toEqual([]);
}

test.each(passing)(
  '%s is asked again after %s, with a token of its own each time',
  async (action, ...codes) => {
    const faults = codes.map((code, at) => ({ action, nth: at + 1, code }));
    await using it = await rig({ careless: { remembersRefusals: true }, faults });
    await builds(it);
    const refused = it.emulator.record.filter((call) => call.action === action && call.code !== undefined);
    expect(refused.map(({ code }) => code)).toEqual(expect.arrayContaining([...codes]));
  },
);

const underWay = [
  'OperationFailed.LastTokenProcessing',
  'IdempotentProcessing',
  'UnknownError',
  'SystemBusy',
];

test.each(underWay)('after %s the thing may be made all the same: the token stays', async (code) => {
  const fault = { action: 'CreateVSwitch', nth: 1, code, when: 'after' as const };
  await using it = await rig({ faults: [fault] });
  await builds(it);
  const asked = it.sent('CreateVSwitch').map((params) => params['ClientToken']);
  expect(asked).toHaveLength(2);
  expect(new Set(asked).size).toBe(1);
});

const elsewhere = [
  'OperationDenied.NoStock',
  'InvalidResourceType.NotSupported',
  'InvalidInstanceType.ZoneNotSupported',
  'OperationDenied.ZoneNotAllowed',
  'Zone.NotOpen',
  'InvalidVSwitchId.IpNotEnough',
  'QuotaExceed.ElasticQuota',
  'InvalidDiskCategory.ZoneNotSupported',
];

test.each(elsewhere)('RunInstances goes on with another zone or type after %s', async (code) => {
  await using it = await rig({
    careless: { remembersRefusals: true },
    faults: [{ action: 'RunInstances', nth: 1, code, status: 403 }],
  });
  await it.build({ instance_types: ['ecs.g6.large', 'ecs.c6.large'], instance_type: '' });
  const choices = it.sent('RunInstances').map((params) => [params['InstanceType'], params['VSwitchId']]);
  expect(choices).toHaveLength(2);
  expect(choices[0]).not.toEqual(choices[1]);
});

test('a removal whose thing is gone by whatever name is done', async () => {
  await using it = await rig({
    faults: [
      { action: 'DeleteInstance', nth: 1, code: 'Forbidden.InstanceNotFound', status: 403, when: 'after' },
    ],
  });
  await it.build();
  expect(it.events.filter((event) => event.type === 'resource' && event.state === 'left')).toEqual([]);
});

test('a refusal for good ends the build with the code of the service', async () => {
  await using it = await rig({ faults: [{ action: 'CreateVpc', code: 'QuotaExceeded.Vpc' }] });
  await expect(it.build()).rejects.toMatchObject({ code: 'cloud-quota', data: { api: 'QuotaExceeded.Vpc' } });
  expect(it.emulator.record.filter(({ action }) => action === 'CreateVpc')).toHaveLength(1);
});
