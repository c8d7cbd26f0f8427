import { createServer, type Socket } from 'node:net';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { connectSsh } from '../../../src/communicators/ssh/connect.ts';
import { makeKeyPair } from '../../../src/communicators/ssh/key-pair.ts';
import { sshOptions } from './openssh-server.ts';

test('an exit status in the same packet as the answer is not lost', async () => {
  const [host, user] = await Promise.all([makeKeyPair('ed25519'), makeKeyPair('ed25519')]);
  const server = new ssh2.Server({ hostKeys: [host.privateKey] }, (client) => {
    client.on('authentication', (context) => context.accept());
    client.on('error', () => undefined);
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        // What is written until then leaves together.
        wire?.cork();
        setImmediate(() => wire?.uncork());
        const channel = acceptExec();
        channel.exit(7);
        channel.end();
      });
    });
  });
  let wire: Socket | undefined;
  const listener = createServer((socket) => {
    wire = socket;
    server.injectSocket(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const comm = await connectSsh(sshOptions(port, user.privateKey));
  const { signal } = new AbortController();
  for (let count = 0; count < 5; count += 1) expect(await comm.exec('true', { signal })).toEqual({ code: 7 });
  await comm.close();
  listener.close();
});
