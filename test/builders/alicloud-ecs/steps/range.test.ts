import { expect, test } from 'vitest';
import { ZONE } from './neutral.ts';
import { stepRig } from './rig.ts';
import { network } from './things.ts';

const own = { id: 'vpc-1', cidrBlock: '172.16.0.0/16', temporary: true };

test('takes the usual block in a network of its own, and others for the zones that may be tried', async () => {
  await using it = await stepRig('range');
  const zone = {
    id: ZONE,
    choices: [ZONE, 'cn-hangzhou-i'].map((id) => ({ type: 'ecs.g6.large', zone: id })),
  };
  expect(await it.run({ vpc: own, zone })).toEqual({
    cidrBlock: '172.16.0.0/24',
    others: { 'cn-hangzhou-i': '172.16.1.0/24' },
  });
});

test("finds a block that is free in somebody else's VPC", async () => {
  await using it = await stepRig('range');
  const { vpc } = await network(it.cloud);
  const { cidrBlock } = await it.run({ vpc });
  expect(cidrBlock).toMatch(/^172\./);
  expect(cidrBlock).not.toBe('172.20.0.0/24');
});

test('says so when nothing is free', async () => {
  await using it = await stepRig('range');
  const { vpc } = await network(it.cloud);
  const full = { ...vpc, cidrBlock: '172.20.0.0/24' };
  await expect(it.run({ vpc: full })).rejects.toMatchObject({ code: 'config-invalid' });
});
