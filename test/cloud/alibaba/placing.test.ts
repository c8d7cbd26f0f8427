import { expect, test } from 'vitest';
import { openClient } from '../../../src/cloud/alibaba/client.ts';
import { Keys } from '../../../src/cloud/alibaba/credentials/keys.ts';
import { staticKeys } from '../../../src/cloud/alibaba/credentials/static-keys.ts';
import { startEmulator } from '../../../src/emulator/emulator.ts';
import { never, options } from './account.ts';
import { serve } from './service.ts';

const call = {
  product: 'Ecs',
  action: 'RunInstances',
  doing: 'Creating an instance',
  signal: never,
} as const;

test('32 KB of user data travel in the form body, and the request line stays short', async () => {
  await using service = await serve(() => ({ json: { RequestId: 'REQ-1' } }));
  const client = openClient(options(service.url));
  const params = { UserData: 'A+/='.repeat(11_000), ClientToken: 't-1' };
  await client.call({ ...call, params });
  await client.call({ ...call, params: { ClientToken: 't-2' } });
  const [long, short] = service.seen;
  expect(long?.params).toMatchObject(params);
  expect(long?.target).toBe('/');
  expect(long?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(short?.target).toContain('ClientToken=t-2');
  expect(short?.headers['content-type']).toBeUndefined();
  await client.close();
});

test('the signature of a form body is one that the service takes', async () => {
  await using cloud = await startEmulator({ guests: 'none' });
  const { accessKeyId, accessKeySecret, url } = cloud;
  const client = openClient({
    ...options(url),
    credentials: staticKeys(new Keys(accessKeyId, accessKeySecret), 'the test'),
  });
  const regions = { ...call, action: 'DescribeRegions', params: { AcceptLanguage: 'x'.repeat(6000) } };
  await expect(client.call(regions)).resolves.toHaveProperty('Regions');
  await client.close();
});
