import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { eip } from './things.ts';

test('allocates an address, and releases it', async () => {
  await using it = await stepRig('eip', { associate_public_ip_address: true, internet_max_bandwidth_out: 7 });
  const { address } = await it.run();
  expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  expect(it.sent('AllocateEipAddress')).toMatchObject([{ Bandwidth: '7' }]);
  expect(await it.undo()).toBe(true);
  expect(it.left()).toEqual([]);
});

test('is one though the answer was lost', async () => {
  await using it = await stepRig('eip', { associate_public_ip_address: true });
  it.emulator.faults.add({ action: 'AllocateEipAddress', nth: 1, reset: 'after' });
  await it.run();
  expect(it.left()).toEqual(['EIP']);
});

test('never releases a given one, and does without where none is wanted', async () => {
  await using it = await stepRig('eip', async (cloud) => ({ eip_id: (await eip(cloud)).id }));
  expect(await it.run()).toMatchObject({ address: expect.stringMatching(/\d/) });
  await it.undo();
  expect(it.left()).toEqual(['EIP']);
  await using none = await stepRig('eip');
  expect(await none.run()).toEqual({ id: '', address: '' });
});

test('is left out on a machine of the same VPC, which is said', async () => {
  const inside = { env: { ownVpc: async () => 'vpc-1' } };
  await using it = await stepRig('eip', { communicator: 'ssh', vpc_id: 'vpc-1' }, inside);
  expect(await it.run()).toEqual({ id: '', address: '' });
  expect(it.told()).toEqual([
    'This machine is in the VPC too: connecting to the private address, without an EIP',
  ]);
  await using other = await stepRig('eip', { communicator: 'ssh', vpc_id: 'vpc-2' }, inside);
  expect((await other.run()).address).not.toBe('');
});
