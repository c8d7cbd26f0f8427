import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { channel } from '../../../src/communicators/winrm/channel.ts';
import { type Handshake, handshake, type Login } from '../../../src/wire/ntlm/server.ts';
import { decryptBody, encryptBody, encryptedType } from '../../../src/wire/wsman/encrypted-body.ts';

/** A server that answers each message with itself in capitals, and forgets who is there when told to. */
const forgetful = { forget: false, logins: 0 };
let begun: Handshake | undefined;
let login: Login | undefined;

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  const token = Buffer.from((request.headers.authorization ?? '').replace(/^Negotiate /, ''), 'base64');
  if (token[8] === 1) begun = handshake(token, 'guest');
  if (token[8] === 3) login = begun?.finish(token, () => 'right');
  if (token[8] === 3 && login !== undefined) forgetful.logins += 1;
  if (forgetful.forget && token.length === 0) login = undefined;
  forgetful.forget = false;
  const challenge = token[8] === 1 ? ` ${begun?.challenge.toString('base64')}` : '';
  if (token[8] === 1 || login === undefined)
    return void response.writeHead(401, { 'WWW-Authenticate': `Negotiate${challenge}` }).end();
  if (body.length === 0) return void response.writeHead(200).end();
  const text = decryptBody(body, login.sealer).toString('utf8').toUpperCase();
  response
    .writeHead(200, { 'Content-Type': encryptedType })
    .end(encryptBody(Buffer.from(text), login.sealer));
}

const server = createServer((request, response) => void serve(request, response));
const how = { signal: new AbortController().signal, timeout: 10_000 };
const options = {
  host: '127.0.0.1',
  username: 'Administrator',
  https: false,
  insecure: false,
  ntlm: true,
  timeout: 0,
  signal: how.signal,
};

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve())));
afterAll(() => new Promise((resolve) => server.close(resolve)));

function port(): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('logs in once for a connection, and again where the guest forgot it', async () => {
  const own = channel({ ...options, password: 'right', port: port() });
  expect(await own.ask('one ä', how)).toEqual({ status: 200, text: 'ONE Ä' });
  expect(await own.ask('two', how)).toEqual({ status: 200, text: 'TWO' });
  expect(forgetful.logins).toBe(1);
  forgetful.forget = true;
  expect(await own.ask('three', how)).toEqual({ status: 200, text: 'THREE' });
  expect(forgetful.logins).toBe(2);
  await own.close();
});

it('does not try a wrong password twice', async () => {
  const before = forgetful.logins;
  const own = channel({ ...options, password: 'wrong', port: port() });
  await expect(own.ask('one', how)).rejects.toMatchObject({ reason: 'denied' });
  expect(forgetful.logins).toBe(before);
  await own.close();
});
