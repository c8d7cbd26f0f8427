import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { network } from './things.ts';

const SSH = { communicator: 'ssh', ssh_port: 2222, associate_public_ip_address: true };
const env = { ownAddresses: async () => ['203.0.113.7'] };

test('makes a group that lets us alone in, at the port of the communicator, and removes it', async () => {
  await using it = await stepRig('securityGroup', SSH, { env });
  const { vpc } = await network(it.cloud);
  expect(await it.run({ vpc })).toMatchObject({ sources: ['203.0.113.7/32'] });
  const rules = it.sent('AuthorizeSecurityGroup');
  expect(JSON.stringify(rules)).toContain('"2222/2222"');
  expect(JSON.stringify(rules)).toContain('203.0.113.7/32');
  expect(await it.undo()).toBe(true);
  expect(it.sent('DeleteSecurityGroup')).toHaveLength(1);
});

test('lets whoever takes the run up in as well, from wherever that is', async () => {
  let address = '203.0.113.7';
  await using it = await stepRig('securityGroup', SSH, { env: { ownAddresses: async () => [address] } });
  const { vpc } = await network(it.cloud);
  const fact = await it.run({ vpc });
  address = '198.51.100.1';
  expect(await it.check(fact)).toBe(true);
  expect(JSON.stringify(it.sent('AuthorizeSecurityGroup').at(-1))).toContain('198.51.100.1/32');
});

test('leaves a given one alone, and refuses one of another VPC', async () => {
  let theirs = { id: '', cidrBlock: '', temporary: false };
  await using it = await stepRig('securityGroup', async (cloud) => {
    const { vpc, securityGroup } = await network(cloud);
    theirs = vpc;
    return { security_group_id: securityGroup.id };
  });
  await expect(it.run({ vpc: { ...theirs, id: 'vpc-other' } })).rejects.toMatchObject({
    code: 'config-invalid',
  });
  expect(await it.run({ vpc: theirs })).toMatchObject({ sources: [] });
  await it.undo();
  expect([...it.sent('AuthorizeSecurityGroup'), ...it.sent('DeleteSecurityGroup')]).toEqual([]);
});
