import { createHash, createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import type { AccessKey } from '../../src/emulator/accounts.ts';
import { key } from './front.ts';

/** Clients written here from the description of the protocol alone: they share no code with the emulator or an SDK. */
export type Params = Readonly<Record<string, string>>;

export interface V1Options {
  readonly method?: 'GET' | 'POST';
  /** Where the parameters travel. */
  readonly place?: 'query' | 'form';
  readonly key?: Pick<AccessKey, 'accessKeyId' | 'accessKeySecret'>;
  readonly format?: 'JSON' | 'XML' | undefined;
  /** Added before or in place of the common parameters; undefined takes one away. */
  readonly common?: Readonly<Record<string, string | undefined>>;
  /** Changed after signing. */
  readonly tamper?: Params;
}

export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the answer of whatever action was called
  readonly json: any;
}

/** A later emulator may get the port of an earlier one: a connection that was kept would be reset. */
const ALONE = { connection: 'close' };

/** Signs and sends one call of the older form. */
export async function callV1(
  url: string,
  action: string,
  params: Params = {},
  options: V1Options = {},
): Promise<Got> {
  const method = options.method ?? 'POST';
  const encoded = signedV1(method, action, params, options);
  const inQuery = (options.place ?? 'query') === 'query';
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  return read(
    await fetch(inQuery ? `${url}/?${encoded}` : url, {
      method,
      ...(inQuery ? { headers: ALONE } : { body: encoded, headers: { ...form, ...ALONE } }),
    }),
  );
}

/** The signed parameters as they go over the wire. */
export function signedV1(method: string, action: string, params: Params, options: V1Options = {}): string {
  const { accessKeyId, accessKeySecret } = options.key ?? key;
  const all: Record<string, string | undefined> = {
    Action: action,
    Version: '2014-05-26',
    Format: 'format' in options ? options.format : 'JSON',
    AccessKeyId: accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: randomUUID(),
    Timestamp: timestamp(Date.now()),
    RegionId: 'cn-beijing',
    ...params,
    ...options.common,
  };
  const pairs = Object.keys(all)
    .sort()
    .flatMap((name) => (all[name] === undefined ? [] : [`${encode(name)}=${encode(all[name])}`]));
  const toSign = `${method}&%2F&${encode(pairs.join('&'))}`;
  const signature = createHmac('sha1', `${accessKeySecret}&`).update(toSign).digest('base64');
  const sent = new URLSearchParams(pairs.join('&').replace(/\+/g, '%2B'));
  sent.set('Signature', options.common?.['Signature'] ?? signature);
  for (const [name, value] of Object.entries(options.tamper ?? {})) sent.set(name, value);
  return sent.toString();
}

export interface Acs3Options {
  readonly key?: Pick<AccessKey, 'accessKeyId' | 'accessKeySecret'>;
  readonly version?: string;
  readonly headers?: Params;
  /** Changed after signing. */
  readonly tamper?: Params;
  readonly body?: string;
  readonly unsigned?: readonly string[];
}

/** Signs and sends one call of the newer form. */
export async function callAcs3(
  url: string,
  action: string,
  params: Params,
  options: Acs3Options = {},
): Promise<Got> {
  const { accessKeyId, accessKeySecret } = options.key ?? key;
  const body = options.body ?? '';
  const headers: Record<string, string> = {
    host: new URL(url).host,
    'x-acs-action': action,
    'x-acs-version': options.version ?? '2014-05-26',
    'x-acs-date': timestamp(Date.now()),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': createHash('sha256').update(body).digest('hex'),
    ...options.headers,
  };
  const signed = Object.keys(headers)
    .filter((name) => !options.unsigned?.includes(name))
    .sort();
  const query = Object.keys(params)
    .sort()
    .map((name) => `${encode(name)}=${encode(params[name] ?? '')}`)
    .join('&');
  const lines = signed.map((name) => `${name}:${headers[name]}`);
  const canonical = [
    'POST',
    '/',
    query,
    ...lines,
    '',
    signed.join(';'),
    headers['x-acs-content-sha256'],
  ].join('\n');
  const toSign = `ACS3-HMAC-SHA256\n${createHash('sha256').update(canonical).digest('hex')}`;
  const signature = createHmac('sha256', accessKeySecret).update(toSign).digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${signed.join(';')},Signature=${signature}`;
  const sent = { ...headers, ...ALONE, authorization, ...options.tamper };
  return read(
    await fetch(`${url}/?${query}`, { method: 'POST', headers: sent, ...(body === '' ? {} : { body }) }),
  );
}

/** Sends bytes to the port and gives all that comes back until the end of the connection. */
export function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      got += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(got));
  });
}

/** `2024-05-06T07:08:09Z` */
export function timestamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function encode(text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')];
  return bytes
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9\-_.~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

async function read(response: Response): Promise<Got> {
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
}
