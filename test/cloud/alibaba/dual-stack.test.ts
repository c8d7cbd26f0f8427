import dns from 'node:dns';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test, vi } from 'vitest';
import { type ApiCall, openClient } from '../../../src/cloud/alibaba/client.ts';
import { never, options } from './account.ts';
import { serve } from './service.ts';

const read: ApiCall = {
  product: 'Ecs',
  action: 'DescribeRegions',
  params: {},
  doing: 'Reading',
  signal: never,
};
const withoutIpv6 = Object.values(networkInterfaces()).every((all) =>
  all?.every(({ family }) => family === 'IPv4'),
);

test('a host whose IPv6 address nobody answers at is reached at its IPv4 address', async () => {
  await using service = await serve(() => ({ json: { RequestId: 'REQ-1' } }));
  const both = [
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ];
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((
    _name: string,
    _how: unknown,
    done: unknown,
  ) => {
    if (typeof done === 'function') process.nextTick(done, null, both);
  }) as typeof dns.lookup);
  const client = openClient(options(`http://dual.stack.test:${service.port}`));
  await client.call(read);
  expect(lookup).toHaveBeenCalledWith('dual.stack.test', expect.anything(), expect.anything());
  expect(service.seen).toHaveLength(1);
  await client.close();
  lookup.mockRestore();
});

test.skipIf(withoutIpv6)('an endpoint that has an IPv6 address alone is reached', async () => {
  await using service = await serve(() => ({ json: { RequestId: 'REQ-1' } }));
  const relay = createServer((socket) => {
    const onward = connect(service.port, '127.0.0.1').on('error', () => socket.destroy());
    socket
      .on('error', () => onward.destroy())
      .pipe(onward)
      .pipe(socket);
  });
  await once(relay.listen(0, '::1'), 'listening');
  const { port } = relay.address() as AddressInfo;
  const client = openClient(options(`http://[::1]:${port}`));
  await client.call(read);
  expect(service.seen[0]?.headers['host']).toBe(`[::1]:${port}`);
  await client.close();
  relay.close();
});
