import { describe, expect, test } from 'vitest';
import { makeKeyPair } from '../../src/communicators/ssh/key-pair.ts';
import { removeHostKey } from '../../src/machine/host-key-removal.ts';
import { connected, noOpensshServer, opensshServer, suiteName } from '../communicators/ssh/openssh-server.ts';

describe.skipIf(noOpensshServer)(suiteName('a host key that was given to a guest'), () => {
  test('must not stay, so a user who cannot become root ends the build', async () => {
    const server = await opensshServer(['SetEnv PATH=/nowhere']);
    const comm = await connected(server);
    const key = { ...(await makeKeyPair('ed25519')), wire: new Uint8Array() };
    const signal = new AbortController().signal;
    const powerless = { ...comm, data: { ...comm.data, User: 'powerless' } };
    await expect(removeHostKey(powerless, key, signal)).rejects.toMatchObject({
      code: 'provision-failed',
      message: expect.stringContaining('could not be removed from the guest'),
      hint: expect.stringContaining('sudo'),
    });
    await comm.close();
    server.stop();
  });
});
