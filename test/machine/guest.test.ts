import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { prepareCommunicator } from '../../src/communicators/prepare-communicator.ts';
import { makeKeyPair } from '../../src/communicators/ssh/key-pair.ts';
import { memoryGuests } from '../../src/guests/linux/memory-guest.ts';
import { guest } from '../../src/machine/guest.ts';
import { settings } from '../builders/alicloud-ecs/settings.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('a guest that turns out to be reached elsewhere is found there', async () => {
  const pair = await makeKeyPair('rsa', { comment: 'run' });
  const factory = memoryGuests();
  const computer = await factory.create({ files: {} });
  const [real = { host: '', port: 0 }] = await computer.boot({
    addresses: ['127.0.0.1'],
    port: 0,
    hostname: 'guest',
    password: '',
    userData: undefined,
    authorizedKeys: [pair.publicKey],
    onPower: () => undefined,
  });
  const stranger = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const address = stranger.address();
  const wrong = { host: '127.0.0.1', port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
  let looks = 0;
  const place = { host: '10.0.0.1', id: 'i-1' };
  const folder = temporaryFolder('ecs-guest');
  const link = guest({
    communicator: prepareCommunicator(settings({ ssh_timeout: 10_000 })),
    env: {},
    run: { folder, reach: async () => (looks++ < 2 ? wrong : real) },
    runKey: async () => pair.privateKey,
  });
  try {
    const comm = await link.connect(place, new AbortController().signal);
    expect(comm.data['Port']).toBe(String(real.port));
    expect(await link.connect(place, new AbortController().signal)).toBe(comm);
    await link.close();
    expect(link.current()).toBeUndefined();
  } finally {
    stranger.close();
    await factory.dispose();
  }
});
