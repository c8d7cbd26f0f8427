import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { eip, instance } from './things.ts';

const signal = new AbortController().signal;

test('binds the EIP to the instance, and frees it again', async () => {
  await using it = await stepRig('associated', { associate_public_ip_address: true });
  const have = { ...(await instance(it.cloud)), eip: await eip(it.cloud) };
  expect(await it.run(have)).toEqual({ eip: true });
  expect((await it.cloud.eips.read(have.eip.id, signal))?.instanceId).toBe(have.instance.id);
  expect(await it.undo()).toBe(true);
  expect(await it.cloud.eips.read(have.eip.id, signal)).toMatchObject({
    status: 'Available',
    instanceId: '',
  });
});

test('is done again without harm', async () => {
  await using it = await stepRig('associated');
  const have = { ...(await instance(it.cloud)), eip: await eip(it.cloud) };
  await it.run(have);
  expect(await it.run(have)).toEqual({ eip: true });
});

test('refuses an EIP that somebody else uses, and has nothing to do without one', async () => {
  await using it = await stepRig('associated');
  const address = await eip(it.cloud);
  const theirs = await instance(it.cloud);
  await it.cloud.eips.associate(address.id, theirs.instance.id, { token: 't', tags: {} }, signal);
  const other = { id: 'i-other', privateIp: '', publicIp: '' };
  await expect(it.run({ eip: address, instance: other })).rejects.toMatchObject({ code: 'config-invalid' });
  expect(await it.run({ eip: { id: '', address: '' } })).toEqual({ eip: false });
});
