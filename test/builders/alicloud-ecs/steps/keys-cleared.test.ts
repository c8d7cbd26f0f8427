import { expect, test } from 'vitest';
import type { Communicator } from '../../../../src/communicators/communicator.ts';
import { noCommunicator } from '../../../../src/communicators/none.ts';
import type { Guest } from '../../../../src/machine/guest.ts';
import { stepRig } from './rig.ts';

const keyPair = { name: 'packer_run', temporary: true, publicKey: 'ssh-rsa AAAAbody packer_run' };

function guestOf(exec: Communicator['exec']): Guest {
  const link: Communicator = { ...noCommunicator(), kind: 'ssh', data: { User: 'root' }, exec };
  const close = async () => undefined;
  return { connect: async () => link, current: () => link, hostKey: () => undefined, close };
}

function recorder() {
  const commands: string[] = [];
  const guest = guestOf(async (command) => {
    commands.push(command);
    return { code: 0 };
  });
  return { commands, guest };
}

test('takes the temporary key off the guest where the template asks for it', async () => {
  const { commands, guest } = recorder();
  const settings = { communicator: 'ssh', ssh_clear_authorized_keys: true };
  await using it = await stepRig('keysCleared', settings, { env: { guest } });
  expect(await it.run({ keyPair })).toEqual({ cleared: true });
  expect(commands).toHaveLength(2);
  expect(commands.every((command) => command.includes('grep -vF AAAAbody'))).toBe(true);
});

test('leaves keys alone that are not asked about, or not ours', async () => {
  const { commands, guest } = recorder();
  await using plain = await stepRig('keysCleared', { communicator: 'ssh' }, { env: { guest } });
  expect(await plain.run({ keyPair })).toEqual({ cleared: false });
  const settings = { communicator: 'ssh', ssh_clear_authorized_keys: true };
  await using given = await stepRig('keysCleared', settings, { env: { guest } });
  expect(await given.run({ keyPair: { ...keyPair, temporary: false } })).toEqual({ cleared: false });
  expect(commands).toEqual([]);
});

test('always removes a host key that was made here, and fails where it stays', async () => {
  const settings = { communicator: 'ssh', ssh_host_key_check: 'strict' };
  const { commands, guest } = recorder();
  await using it = await stepRig('keysCleared', settings, { env: { guest } });
  expect(await it.run()).toEqual({ cleared: true });
  expect(commands[0]).toContain('/etc/ssh /var/lib/cloud');
  const stuck = guestOf(async () => ({ code: 1 }));
  await using stays = await stepRig('keysCleared', settings, { env: { guest: stuck } });
  await expect(stays.run()).rejects.toMatchObject({ code: 'provision-failed' });
});

test('takes it for done when the guest no longer lets in whoever was removing the keys', async () => {
  const first = guestOf(async () => ({ code: 1 }));
  let connect = first.connect;
  const guest: Guest = { ...first, connect: (place, signal) => connect(place, signal) };
  await using it = await stepRig(
    'keysCleared',
    { communicator: 'ssh', ssh_host_key_check: 'strict' },
    { env: { guest } },
  );
  await expect(it.run()).rejects.toThrow('could not be removed');
  connect = () => Promise.reject(new Error('no way in'));
  expect(await it.run()).toEqual({ cleared: true });
});
