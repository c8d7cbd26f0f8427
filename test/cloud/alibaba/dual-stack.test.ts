import dns from 'node:dns';
import { expect, test, vi } from 'vitest';
import { openClient } from '../../../src/cloud/alibaba/client.ts';
import { never, options } from './account.ts';
import { serve } from './service.ts';

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
  const call = {
    product: 'Ecs',
    action: 'DescribeRegions',
    params: {},
    doing: 'Reading',
    signal: never,
  } as const;
  await client.call(call);
  expect(lookup).toHaveBeenCalledWith('dual.stack.test', expect.anything(), expect.anything());
  expect(service.seen).toHaveLength(1);
  await client.close();
  lookup.mockRestore();
});
