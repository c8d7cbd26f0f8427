import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { instance } from './things.ts';

const SSH = { communicator: 'ssh' };
const machine = { id: 'i-1', privateIp: '10.0.0.1', publicIp: '203.0.113.1' };
const eip = { id: 'eip-1', address: '203.0.113.9' };

test.each([
  [{ associate_public_ip_address: true }, { host: '203.0.113.9', kind: 'eip' }],
  [
    { ssh_private_ip: true, associate_public_ip_address: true },
    { host: '10.0.0.1', kind: 'private' },
  ],
  [{}, { host: '203.0.113.9', kind: 'eip' }],
  [{ public_ip_via: 'instance' }, { host: '203.0.113.1', kind: 'public' }],
  [{ associate_public_ip_address: false }, { host: '10.0.0.1', kind: 'private' }],
  [{ communicator: 'cloud-assistant' }, { host: 'i-1', kind: 'private' }],
])('with %j the connection goes to %j', async (settings, address) => {
  await using it = await stepRig('address', { ...SSH, ...settings });
  expect(await it.run({ instance: machine, eip })).toEqual(address);
});

test('waits for a public address that is told a moment later', async () => {
  await using it = await stepRig('address', { ...SSH, public_ip_via: 'instance' });
  const made = await instance(it.cloud, { internetChargeType: 'PayByTraffic', internetMaxBandwidthOut: 5 });
  const late = { ...made.instance, publicIp: '' };
  expect(await it.run({ instance: late })).toEqual({ host: made.instance.publicIp, kind: 'public' });
});

test('is the private one where the step before has found that an EIP is not needed', async () => {
  await using it = await stepRig('address', SSH);
  const none = { id: '', address: '' };
  expect(await it.run({ instance: machine, eip: none })).toEqual({ host: '10.0.0.1', kind: 'private' });
});
