import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { network } from './things.ts';

test('makes a VPC that carries the mark of the run, and removes it', async () => {
  await using it = await stepRig('vpc', { vpc_name: 'built', vpc_cidr_block: '10.1.0.0/16' });
  expect(await it.run()).toMatchObject({ cidrBlock: '10.1.0.0/16', temporary: true });
  expect(it.sent('CreateVpc')).toMatchObject([{ VpcName: 'built', 'Tag.1.Value': 'run' }]);
  expect(await it.undo()).toBe(true);
  expect(it.left()).toEqual([]);
});

test('finds again what an answer that was lost had made', async () => {
  await using it = await stepRig('vpc');
  it.emulator.faults.add({ action: 'CreateVpc', reset: 'after', nth: 1 });
  const { id } = await it.run();
  expect(it.left()).toEqual(['VPC']);
  expect(await it.check({ id, cidrBlock: '', temporary: true })).toBe(true);
});

test.each(['vpc_id', 'vswitch_id', 'security_group_id'] as const)(
  'leaves the VPC of a given %s alone',
  async (key) => {
    await using it = await stepRig('vpc', async (cloud) => {
      const { vpc, vSwitch, securityGroup } = await network(cloud);
      return { [key]: { vpc_id: vpc, vswitch_id: vSwitch, security_group_id: securityGroup }[key].id };
    });
    expect(await it.run()).toMatchObject({ cidrBlock: '172.16.0.0/12', temporary: false });
    expect(await it.undo()).toBe(true);
    expect(it.left()).toContain('VPC');
  },
);

test('says which given VPC does not exist', async () => {
  await using it = await stepRig('vpc', { vpc_id: 'vpc-gone' });
  await expect(it.run()).rejects.toMatchObject({ code: 'cloud-missing', data: { id: 'vpc-gone' } });
});
