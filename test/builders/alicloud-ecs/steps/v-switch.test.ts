import { expect, test } from 'vitest';
import { ZONE } from './neutral.ts';
import { stepRig } from './rig.ts';
import { network } from './things.ts';

test('makes a vSwitch in the zone and range that were decided, and removes it', async () => {
  await using it = await stepRig('vSwitch');
  const { vpc } = await network(it.cloud);
  const { id, zoneId } = await it.run({ vpc, range: { cidrBlock: '172.21.0.0/24', others: {} } });
  expect(zoneId).toBe(ZONE);
  expect(it.sent('CreateVSwitch').at(-1)).toMatchObject({ VpcId: vpc.id, CidrBlock: '172.21.0.0/24' });
  expect(await it.undo()).toBe(true);
  expect(it.sent('DeleteVSwitch')).toMatchObject([{ VSwitchId: id }]);
});

test('is made once though the answer was lost', async () => {
  await using it = await stepRig('vSwitch');
  const { vpc } = await network(it.cloud);
  it.emulator.faults.add({ action: 'CreateVSwitch', reset: 'after', nth: 1 });
  await it.run({ vpc, range: { cidrBlock: '172.21.0.0/24', others: {} } });
  expect(it.left().filter((noun) => noun === 'vSwitch')).toHaveLength(2);
});

test('leaves a given one alone, and refuses one of another VPC', async () => {
  let theirs = { id: '', cidrBlock: '', temporary: false };
  await using it = await stepRig('vSwitch', async (cloud) => {
    const { vpc, vSwitch } = await network(cloud);
    theirs = vpc;
    return { vswitch_id: vSwitch.id };
  });
  await expect(it.run({ vpc: { ...theirs, id: 'vpc-other' } })).rejects.toMatchObject({
    code: 'config-invalid',
  });
  expect(await it.run({ vpc: theirs })).toMatchObject({ zoneId: ZONE });
  await it.undo();
  expect(it.sent('DeleteVSwitch')).toEqual([]);
});
