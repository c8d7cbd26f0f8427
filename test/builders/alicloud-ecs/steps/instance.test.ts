import { expect, test } from 'vitest';
import { ZONE } from './neutral.ts';
import { stepRig } from './rig.ts';
import { network } from './things.ts';

test('is asked for everything in one call, and removed', async () => {
  await using it = await stepRig('instance', {
    instance_name: 'builder',
    user_data: '#!/bin/sh',
    run_tags: { a: 'b' },
  });
  const around = await network(it.cloud);
  const { id, privateIp } = await it.run(around);
  expect(privateIp).not.toBe('');
  expect(it.sent('RunInstances')).toMatchObject([
    {
      InstanceName: 'builder',
      VSwitchId: around.vSwitch.id,
      SecurityGroupId: around.securityGroup.id,
      UserData: Buffer.from('#!/bin/sh').toString('base64'),
    },
  ]);
  expect(await it.check({ id, privateIp, publicIp: '' })).toBe(true);
  expect(await it.undo()).toBe(true);
  expect(it.left()).not.toContain('instance');
});

test('goes on to the next type where the first is sold out', async () => {
  await using it = await stepRig('instance');
  const around = await network(it.cloud);
  it.emulator.faults.add({ action: 'RunInstances', nth: 1, code: 'OperationDenied.NoStock' });
  const choices = ['ecs.g6.large', 'ecs.g7.large'].map((type) => ({ type, zone: ZONE }));
  await it.run({ ...around, zone: { id: ZONE, choices } });
  const asked = it.sent('RunInstances');
  expect(asked.map(({ InstanceType }) => InstanceType)).toEqual(['ecs.g6.large', 'ecs.g7.large']);
  expect(new Set(asked.map(({ ClientToken }) => ClientToken)).size).toBe(2);
});

test('is one though the answer was lost, and ends the build when all is sold out', async () => {
  await using it = await stepRig('instance');
  const around = await network(it.cloud);
  it.emulator.faults.add({ action: 'RunInstances', nth: 1, reset: 'after' });
  await it.run(around);
  expect(it.left().filter((noun) => noun === 'instance')).toHaveLength(1);
  await using none = await stepRig('instance');
  none.emulator.faults.add({ action: 'RunInstances', code: 'OperationDenied.NoStock' });
  await expect(none.run(await network(none.cloud))).rejects.toMatchObject({ code: 'cloud-sold-out' });
});
