import { connect } from 'node:net';
import { connect as secure } from 'node:tls';
import { expect, test } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';

/** A CONNECT to this host through the emulator; the answer of the proxy, and what GET / then gives. */
async function through(port: number, host: string, ca: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`);
  const first = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
  if (!first.startsWith('HTTP/1.1 200')) return first;
  return new Promise((resolve, reject) => {
    const wrapped = secure({ socket, servername: host, ca, host });
    let text = '';
    wrapped.on('error', reject);
    wrapped.on('data', (data) => {
      text += data;
    });
    wrapped.on('end', () => resolve(text));
    wrapped.write(`GET /?Action=DescribeRegions HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}

test.each(['sts.cn-beijing.aliyuncs.com', 'ecs-cn-hangzhou.aliyuncs.com', 'vpc.aliyuncs.com'])(
  'with tls %s is reached by CONNECT, and its certificate is trusted by the authority alone',
  async (host) => {
    await using cloud = await startEmulator({ guests: 'none', tls: true });
    await expect(through(cloud.port, host, cloud.authority ?? '')).resolves.toContain('MissingParameter');
    await using other = await startEmulator({ guests: 'none', tls: true });
    await expect(through(cloud.port, host, other.authority ?? '')).rejects.toThrow(/certificate|signature/);
  },
);

test('other names, and all of them without tls, are refused', async () => {
  await using cloud = await startEmulator({ guests: 'none', tls: true });
  expect(await through(cloud.port, 'example.com', '')).toContain('502 Bad Gateway');
  await using plain = await startEmulator({ guests: 'none' });
  expect(await through(plain.port, 'sts.aliyuncs.com', '')).toContain('502 Bad Gateway');
});
