import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { keyPair } from './things.ts';

const SSH = { communicator: 'ssh', temporary_key_pair_type: 'ecdsa' };

test('makes a pair here, gives its public half to the cloud, and removes it', async () => {
  await using it = await stepRig('keyPair', SSH);
  const fact = await it.run();
  expect(fact).toMatchObject({ name: 'packer_run', temporary: true });
  const [sent] = it.sent('ImportKeyPair');
  expect(sent).toMatchObject({ KeyPairName: 'packer_run', PublicKeyBody: fact.publicKey });
  expect(JSON.stringify(it.emulator.record)).not.toContain('PRIVATE');
  expect(await it.undo()).toBe(true);
  expect(it.left()).toEqual([]);
});

test('is the same pair after an answer was lost', async () => {
  await using it = await stepRig('keyPair', SSH);
  it.emulator.faults.add({ action: 'ImportKeyPair', reset: 'after', nth: 1 });
  expect(await it.run()).toMatchObject({ name: 'packer_run' });
  expect(it.left()).toEqual(['key pair']);
});

test('leaves a given pair alone', async () => {
  await using it = await stepRig('keyPair', async (cloud) => {
    await keyPair(cloud, 'theirs');
    return { ...SSH, ssh_keypair_name: 'theirs' };
  });
  expect(await it.run()).toEqual({ name: 'theirs', temporary: false, publicKey: '' });
  await it.undo();
  expect(it.left()).toEqual(['key pair']);
});

test('gives an ed25519 key by user data, and none where a password is enough', async () => {
  await using local = await stepRig('keyPair', { ...SSH, temporary_key_pair_type: 'ed25519' });
  expect(await local.run()).toMatchObject({
    name: '',
    temporary: true,
    publicKey: expect.stringMatching(/^ssh-ed25519 /),
  });
  await using none = await stepRig('keyPair', { ...SSH, ssh_password: 'Secret.1234' });
  expect(await none.run()).toEqual({ name: '', temporary: false, publicKey: '' });
  expect([...local.left(), ...none.left()]).toEqual([]);
});
