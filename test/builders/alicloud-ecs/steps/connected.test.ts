import { expect, test } from 'vitest';
import { noCommunicator } from '../../../../src/communicators/none.ts';
import type { Guest } from '../../../../src/machine/guest.ts';
import { openClock } from '../../../../src/wire/clock.ts';
import { stepRig } from './rig.ts';
import { instance } from './things.ts';

const address = { host: '10.0.0.1', kind: 'private' } as const;

function guestThat(connect: Guest['connect']) {
  let closed = 0;
  const close = async () => {
    closed += 1;
  };
  const guest: Guest = { connect, current: () => undefined, hostKey: () => undefined, close };
  return { guest, closed: () => closed };
}

test('opens the one connection, tells so as Packer does, and closes it', async () => {
  const places: unknown[] = [];
  const { guest, closed } = guestThat(async (place) => {
    places.push(place);
    return { ...noCommunicator(), kind: 'ssh' };
  });
  await using it = await stepRig('connected', { communicator: 'ssh' }, { env: { guest } });
  const { instance: machine } = await instance(it.cloud);
  expect(await it.run({ address, instance: machine })).toEqual({ kind: 'ssh' });
  expect(places).toEqual([{ host: '10.0.0.1', id: machine.id }]);
  expect(it.told()).toEqual([
    'Using ssh communicator to connect: 10.0.0.1',
    'Waiting for SSH to become available...',
    'Connected to SSH!',
  ]);
  await it.undo('finished');
  expect(closed()).toBe(1);
});

test('ends at once when there is nothing left to connect to', async () => {
  const { guest } = guestThat(
    (_place, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('gave up')))),
  );
  await using it = await stepRig(
    'connected',
    { communicator: 'ssh' },
    { env: { guest }, clock: openClock(0.001) },
  );
  const lost = { id: 'i-lost', privateIp: '', publicIp: '' };
  await expect(it.run({ address, instance: lost })).rejects.toMatchObject({ code: 'wait-dead' });
  expect(it.told()).toContain('Instance i-lost is lost: it was released meanwhile.');
});

test('says nothing where no connection is asked for', async () => {
  await using it = await stepRig('connected');
  expect(await it.run({ address })).toEqual({ kind: 'none' });
  expect(it.told()).toEqual([]);
});
