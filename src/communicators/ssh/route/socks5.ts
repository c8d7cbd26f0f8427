import { isIP, isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ProxyServer } from '../options.ts';
import { take } from './reply.ts';

const VERSION = 5;
const NO_LOGIN = 0;
const PASSWORD = 2;
const CONNECT = 1;

/** What RFC 1928 says with its numbers. */
const ANSWERS: Readonly<Record<number, string>> = {
  1: 'general failure',
  2: 'its rules do not allow this connection',
  3: 'the network cannot be reached',
  4: 'the host cannot be reached',
  5: 'the connection was refused',
  6: 'the connection timed out on the way',
  7: 'it does not know the command',
  8: 'it does not know this kind of address',
};

/** Asks a SOCKS5 proxy (RFC 1928, RFC 1929) to connect this stream to a host; names are resolved by the proxy. Throws what it answers. */
export async function socks5(
  stream: Duplex,
  proxy: Pick<ProxyServer, 'username' | 'password'>,
  target: { readonly host: string; readonly port: number },
): Promise<void> {
  const methods = proxy.username === '' ? [NO_LOGIN] : [NO_LOGIN, PASSWORD];
  stream.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method] = await take(stream, 2);
  if (version !== VERSION) throw new Error('it does not speak SOCKS5');
  if (method === PASSWORD) await login(stream, proxy);
  else if (method !== NO_LOGIN) throw new Error('it takes none of our ways to log in');
  const port = Buffer.alloc(2);
  port.writeUInt16BE(target.port);
  stream.write(Buffer.concat([Buffer.from([VERSION, CONNECT, 0]), address(target.host), port]));
  const [, answer = 1, , kind] = await take(stream, 4);
  if (answer !== 0) throw new Error(ANSWERS[answer] ?? `failure ${answer}`);
  await take(stream, (await addressLength(stream, kind ?? 1)) + 2);
}

async function login(
  stream: Duplex,
  { username, password }: Pick<ProxyServer, 'username' | 'password'>,
): Promise<void> {
  const [user, secret] = [Buffer.from(username), Buffer.from(password)];
  if (user.length > 255 || secret.length > 255) throw new Error('a user or password of more than 255 bytes');
  stream.write(Buffer.concat([Buffer.from([1, user.length]), user, Buffer.from([secret.length]), secret]));
  const [, status] = await take(stream, 2);
  if (status !== 0) throw new Error('it refused the user or password');
}

function address(host: string): Buffer {
  const plain = host.replace(/^\[|\]$/g, '');
  if (isIPv6(plain)) return Buffer.concat([Buffer.from([4]), ipv6(plain)]);
  if (isIP(plain) === 4) return Buffer.from([1, ...plain.split('.').map(Number)]);
  const name = Buffer.from(plain);
  return Buffer.concat([Buffer.from([3, name.length]), name]);
}

function ipv6(text: string): Buffer {
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const gap = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  const bytes = Buffer.alloc(16);
  for (const [index, group] of [...left, ...gap, ...right].entries())
    bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2);
  return bytes;
}

async function addressLength(stream: Duplex, kind: number): Promise<number> {
  if (kind === 1) return 4;
  if (kind === 4) return 16;
  const [length = 0] = await take(stream, 1);
  return length;
}
