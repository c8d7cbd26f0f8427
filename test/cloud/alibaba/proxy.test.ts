import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
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

afterEach(() => void vi.unstubAllEnvs());

/** A proxy that takes every tunnel to the one port, whatever host was asked for. */
async function tunnel(port: number, status = '200 Connection Established') {
  const asked: string[] = [];
  const server: Server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.on('error', () => socket.destroy()).write(`HTTP/1.1 ${status}\r\n\r\n`);
    if (!status.startsWith('200')) return void socket.end();
    const onward = connect(port, '127.0.0.1').on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${own}`, asked, close: () => void server.close() };
}

test('calls go through the proxy of the environment, but not to the hosts of NO_PROXY or to this machine', async () => {
  await using service = await serve(() => ({ json: { RequestId: 'REQ-1' } }));
  const proxy = await tunnel(service.port);
  vi.stubEnv('HTTP_PROXY', proxy.url);
  vi.stubEnv('http_proxy', proxy.url);
  const client = openClient(options('http://ecs.cn-test.invalid:8080'));
  await client.call(read);
  expect(proxy.asked).toEqual(['ecs.cn-test.invalid:8080']);
  expect(service.seen[0]?.headers['host']).toBe('ecs.cn-test.invalid:8080');
  const local = openClient(options(service.url));
  await local.call(read);
  expect(proxy.asked).toHaveLength(1);
  vi.stubEnv('NO_PROXY', '.cn-test.invalid');
  const spared = openClient({ ...options('http://vpc.cn-test.invalid:8080'), patience: 50 });
  await expect(spared.call(read)).rejects.toThrow('vpc.cn-test.invalid');
  expect(proxy.asked).toHaveLength(1);
  await Promise.all([client.close(), local.close(), spared.close()]);
  proxy.close();
});

test('a proxy that refuses is told and not asked again', async () => {
  const proxy = await tunnel(0, '407 Proxy Authentication Required');
  vi.stubEnv('HTTP_PROXY', proxy.url);
  vi.stubEnv('http_proxy', proxy.url);
  const client = openClient(options('http://ecs.cn-test.invalid'));
  await expect(client.call(read)).rejects.toThrow('Proxy response (407)');
  expect(proxy.asked).toHaveLength(1);
  await client.close();
  proxy.close();
});

test('STS is asked at its central address when that of the region does not answer', async () => {
  const proxy = await tunnel(0, '403 Forbidden');
  vi.stubEnv('HTTPS_PROXY', proxy.url);
  vi.stubEnv('https_proxy', proxy.url);
  const { endpointUrl: _, ...central } = options('');
  const client = openClient({ ...central, region: 'cn-beijing' });
  const whose: ApiCall = { ...read, product: 'Sts', action: 'GetCallerIdentity' };
  await expect(client.call(whose)).rejects.toThrow('sts.aliyuncs.com');
  expect(proxy.asked).toEqual(['sts.cn-beijing.aliyuncs.com:443', 'sts.aliyuncs.com:443']);
  await client.close();
  proxy.close();
});
