import { readFileSync } from 'node:fs';
import type { EnvironmentVariables } from '../http/proxy.ts';
import { parseBool } from '../template/schema/weak-bool.ts';
import { ask, type Question, silence } from './ask.ts';
import { escapePath } from './escape-path.ts';
import { parseJson } from './parse-json.ts';
import { tlsFiles } from './tls-files.ts';
import { consulFailed, consulKeyEmpty, consulKeyMissing, consulUnconfigured } from './words.ts';

/** A value of Consul's key-value store; found and authorised by Consul's own environment variables. */
export async function readConsulKey(key: string, env: EnvironmentVariables): Promise<string> {
  const question = questionFor(key, env);
  const { status, text } = await ask(question, env).catch((error: unknown) => {
    throw consulFailed(silence(question, error));
  });
  if (status === 404) throw consulKeyMissing(key);
  if (status !== 200) throw consulFailed(`Unexpected response code: ${status}`);
  const entries = parseJson(text, consulFailed);
  const entry: unknown = Array.isArray(entries) ? entries[0] : undefined;
  if (typeof entry !== 'object' || entry === null) throw consulKeyMissing(key);
  const encoded = 'Value' in entry && typeof entry.Value === 'string' ? entry.Value : '';
  if (encoded === '') throw consulKeyEmpty(key);
  return Buffer.from(encoded, 'base64').toString();
}

function questionFor(key: string, env: EnvironmentVariables): Question {
  const { base, socket } = addressOf(env);
  const url = new URL(`${base}/v1/kv/${escapePath(key.replace(/^\//, ''))}`);
  if (env['CONSUL_NAMESPACE']) url.searchParams.set('ns', env['CONSUL_NAMESPACE']);
  const auth = env['CONSUL_HTTP_AUTH'];
  const token = tokenOf(env);
  const headers = {
    ...(token !== '' && { 'X-Consul-Token': token }),
    ...(auth && { authorization: `Basic ${Buffer.from(auth).toString('base64')}` }),
  };
  return { method: 'GET', url, headers, socket, tls: tlsOf(env), timeout: 30_000 };
}

/** `host:port`, with or without a scheme; CONSUL_HTTP_SSL makes it https, and no scheme takes that back. */
function addressOf(env: EnvironmentVariables): { readonly base: string; readonly socket?: string } {
  const address = env['CONSUL_HTTP_ADDR'] || '127.0.0.1:8500';
  const secure = parseBool(env['CONSUL_HTTP_SSL'] ?? '') === true;
  const [, scheme, rest = ''] = /^(.*?):\/\/(.*)$/.exec(address) ?? [];
  if (scheme === undefined) return { base: `${secure ? 'https' : 'http'}://${address}` };
  if (scheme === 'unix') return { base: 'http://127.0.0.1', socket: rest };
  if (scheme !== 'http' && scheme !== 'https') throw consulUnconfigured(`Unknown protocol scheme: ${scheme}`);
  return { base: `${secure ? 'https' : scheme}://${rest.replace(/\/+$/, '')}` };
}

function tokenOf(env: EnvironmentVariables): string {
  const file = env['CONSUL_HTTP_TOKEN_FILE'];
  if (!file) return env['CONSUL_HTTP_TOKEN'] ?? '';
  try {
    return readFileSync(file, 'utf8').trim() || (env['CONSUL_HTTP_TOKEN'] ?? '');
  } catch {
    throw consulUnconfigured(`Error loading token file: open ${file}: no such file or directory`);
  }
}

function tlsOf(env: EnvironmentVariables) {
  const settings = {
    caFile: env['CONSUL_CACERT'],
    caFolder: env['CONSUL_CAPATH'],
    cert: env['CONSUL_CLIENT_CERT'],
    key: env['CONSUL_CLIENT_KEY'],
    serverName: env['CONSUL_TLS_SERVER_NAME'],
    unchecked: parseBool(env['CONSUL_HTTP_SSL_VERIFY'] ?? '') === false,
  };
  return tlsFiles(settings, consulUnconfigured);
}
