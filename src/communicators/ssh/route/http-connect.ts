import type { Duplex } from 'node:stream';
import type { ProxyServer } from '../options.ts';
import { take } from './reply.ts';

const LONGEST_ANSWER = 16 * 1024;

/** Asks an HTTP proxy to connect this stream to a host (CONNECT). Throws what it answers. */
export async function httpConnect(
  stream: Duplex,
  proxy: Pick<ProxyServer, 'username' | 'password'>,
  target: { readonly host: string; readonly port: number },
): Promise<void> {
  const host = target.host.includes(':') ? `[${target.host.replace(/^\[|\]$/g, '')}]` : target.host;
  const place = `${host}:${target.port}`;
  const login = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
  const lines = [
    `CONNECT ${place} HTTP/1.1`,
    `Host: ${place}`,
    ...(proxy.username === '' ? [] : [`Proxy-Authorization: Basic ${login}`]),
  ];
  stream.write(`${lines.join('\r\n')}\r\n\r\n`);
  const [status = ''] = (await head(stream)).split('\r\n');
  if (/^HTTP\/1\.[01] 2\d\d\b/.test(status)) return;
  if (/^HTTP\/1\.[01] 407\b/.test(status)) throw new Error('it refused the user or password');
  throw new Error(status.startsWith('HTTP/') ? `it answered ${status}` : 'it does not speak HTTP');
}

/** Read byte by byte, as SSH begins right behind it. */
async function head(stream: Duplex): Promise<string> {
  let text = '';
  while (!text.endsWith('\r\n\r\n')) {
    if (text.length >= LONGEST_ANSWER) throw new Error('its answer has no end');
    text += (await take(stream, 1)).toString('latin1');
  }
  return text;
}
