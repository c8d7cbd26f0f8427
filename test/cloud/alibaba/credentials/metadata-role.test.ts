import { expect, test } from 'vitest';
import { metadataRole } from '../../../../src/cloud/alibaba/credentials/metadata-role.ts';
import { never } from '../account.ts';
import { type Reply, serve } from '../service.ts';

const role = { role: 'builder', disabled: false, tokenOnly: false };
const rolePath = '/latest/meta-data/ram/security-credentials/builder';

const keysFor = (seconds: number): Reply => ({
  json: {
    Code: 'Success',
    AccessKeyId: 'STS.machine',
    AccessKeySecret: 's',
    SecurityToken: 't',
    Expiration: new Date(Date.now() + seconds * 1000).toISOString(),
  },
});

test('a token is got first and shown with the request for the keys', async () => {
  await using service = await serve(({ path }) =>
    path === '/latest/api/token' ? { body: 'a-token', type: 'text/plain' } : keysFor(3600),
  );
  const keys = await metadataRole({ ...role, address: service.url }).get(never);
  expect(keys.accessKeyId).toBe('STS.machine');
  expect(service.seen.map(({ path }) => path)).toEqual(['/latest/api/token', rolePath]);
  expect(service.seen[0]?.headers['x-aliyun-ecs-metadata-token-ttl-seconds']).toBe('300');
  expect(service.seen[1]?.headers['x-aliyun-ecs-metadata-token']).toBe('a-token');
});

test('a service without tokens is asked without, unless that is forbidden', async () => {
  await using service = await serve(({ path }) =>
    path === '/latest/api/token' ? { status: 404, body: 'none' } : keysFor(3600),
  );
  const options = { ...role, address: service.url };
  await expect(metadataRole(options).get(never)).resolves.toMatchObject({ accessKeyId: 'STS.machine' });
  await expect(metadataRole({ ...options, tokenOnly: true }).get(never)).rejects.toThrow(
    'HTTP 404 instead of a token',
  );
});

test('keys are fetched once for all who ask, and again before they end', async () => {
  let lifetime = 60;
  await using service = await serve(({ path }) =>
    path === '/latest/api/token' ? { body: 'a-token' } : keysFor(lifetime),
  );
  const credentials = metadataRole({ ...role, address: service.url });
  const fetched = () => service.seen.filter(({ path }) => path === rolePath).length;
  await Promise.all([credentials.get(never), credentials.get(never), credentials.get(never)]);
  expect(fetched()).toBe(1);
  lifetime = 3600;
  await credentials.get(never);
  expect(fetched()).toBe(2);
  await credentials.get(never);
  expect(fetched()).toBe(2);
});

test('keys that are still good serve on while the metadata service is down', async () => {
  let down = false;
  await using service = await serve(({ path }) =>
    down ? { status: 403, body: 'no' } : path === '/latest/api/token' ? { body: 'a-token' } : keysFor(60),
  );
  const credentials = metadataRole({ ...role, address: service.url });
  await credentials.get(never);
  down = true;
  await expect(credentials.get(never)).resolves.toMatchObject({ accessKeyId: 'STS.machine' });
});

test('a role that the instance does not have is named', async () => {
  await using service = await serve(({ path }) =>
    path === '/latest/api/token' ? { body: 'a-token' } : { status: 404, body: 'not found' },
  );
  await expect(metadataRole({ ...role, address: service.url }).get(never)).rejects.toThrow(
    `Getting keys of the RAM role builder from ${service.url}: HTTP 404, there is no such thing.`,
  );
});

test('switched off, it fails without any connection', async () => {
  await using service = await serve(() => keysFor(60));
  const credentials = metadataRole({ ...role, address: service.url, disabled: true });
  await expect(credentials.get(never)).rejects.toThrow('ALIBABA_CLOUD_ECS_METADATA_DISABLED=true forbids');
  expect(service.seen).toHaveLength(0);
});
