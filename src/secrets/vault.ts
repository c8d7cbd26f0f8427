import { posix } from 'node:path';
import pRetry from 'p-retry';
import type { EnvironmentVariables } from '../http/proxy.ts';
import { isList, isObject } from '../template/model/go-value.ts';
import type { Json, JsonObject } from '../template/model/template.ts';
import { parseDuration } from '../template/schema/go-duration.ts';
import { parseBool } from '../template/schema/weak-bool.ts';
import { ask, type Question, silence } from './ask.ts';
import { escapePath } from './escape-path.ts';
import { parseJson, readable } from './parse-json.ts';
import { tlsFiles } from './tls-files.ts';
import {
  notOfType,
  vaultFailed,
  vaultKeyMissing,
  vaultPathEmpty,
  vaultPathMissing,
  vaultRefused,
  vaultTokenMissing,
  vaultUnconfigured,
} from './words.ts';

/** A key of a secret in Vault, of version 2 or 1 of its key-value engine; found by Vault's own environment variables. */
export async function readVaultKey(path: string, key: string, env: EnvironmentVariables): Promise<string> {
  if (!env['VAULT_TOKEN']) throw vaultTokenMissing();
  const secret = await read(questionFor(path, env), env);
  const { data, warnings } = secret;
  const fields = isObject(data) ? data : {};
  if (Object.hasOwn(fields, 'data')) return versionTwo(fields['data'] ?? null, key);
  if (Object.hasOwn(fields, key)) return text(fields[key] ?? null);
  throw vaultPathEmpty(isList(warnings) ? warnings.map(String) : []);
}

function versionTwo(data: Json, key: string): string {
  if (!isObject(data)) throw notOfType('map[string]interface {}', goType(data));
  if (!Object.hasOwn(data, key)) throw vaultKeyMissing();
  return text(data[key] ?? null);
}

function text(value: Json): string {
  if (typeof value === 'string') return value;
  throw notOfType('string', goType(value));
}

function goType(value: Json): string {
  if (value === null) return 'nil';
  if (typeof value === 'number') return 'json.Number';
  if (typeof value !== 'object') return value === true || value === false ? 'bool' : 'string';
  return isList(value) ? '[]interface {}' : 'map[string]interface {}';
}

function questionFor(path: string, env: EnvironmentVariables): Question {
  const address = env['VAULT_AGENT_ADDR'] || env['VAULT_ADDR'] || 'https://127.0.0.1:8200';
  const [, socket] = /^unix:\/\/(.*)$/.exec(address) ?? [];
  const url = baseUrl(socket === undefined ? address : 'http://localhost');
  url.pathname = escapePath(posix.join(url.pathname, '/v1', path).replace(/\/$/, ''));
  const headers = {
    'X-Vault-Token': env['VAULT_TOKEN'] ?? '',
    'X-Vault-Request': 'true',
    ...(env['VAULT_NAMESPACE'] && { 'X-Vault-Namespace': env['VAULT_NAMESPACE'] }),
  };
  return { method: 'GET', url, headers, socket, tls: tlsOf(env), timeout: timeoutOf(env) };
}

function baseUrl(address: string): URL {
  const scheme = /^(\w+):\/\//.exec(address)?.[1] ?? '';
  if ((scheme === 'http' || scheme === 'https') && URL.canParse(address)) return new URL(address);
  throw vaultFailed(`Get "${address}/v1/": unsupported protocol scheme "${scheme}"`);
}

/** `60`, in seconds, or a Go duration. */
function timeoutOf(env: EnvironmentVariables): number {
  const given = env['VAULT_CLIENT_TIMEOUT'];
  if (!given) return 60_000;
  const parsed = /^\d+$/.test(given) ? { value: Number(given) * 1000 } : parseDuration(given);
  if ('value' in parsed && parsed.value > 0) return parsed.value;
  throw vaultUnconfigured('could not parse "VAULT_CLIENT_TIMEOUT"');
}

function tlsOf(env: EnvironmentVariables) {
  const skip = env['VAULT_SKIP_VERIFY'];
  const unchecked = skip ? parseBool(skip) : false;
  if (unchecked === undefined) throw vaultUnconfigured('could not parse VAULT_SKIP_VERIFY');
  const settings = {
    caFile: env['VAULT_CACERT'],
    caFolder: env['VAULT_CAPATH'],
    serverName: env['VAULT_TLS_SERVER_NAME'],
    cert: env['VAULT_CLIENT_CERT'],
    key: env['VAULT_CLIENT_KEY'],
    unchecked,
  };
  return tlsFiles(settings, vaultUnconfigured);
}

async function read(question: Question, env: EnvironmentVariables): Promise<JsonObject> {
  const { status, text: body } = await followed(question, env);
  const missing = status === 404;
  if (status >= 300 && !missing) throw refusal(question, status, body);
  const secret = missing ? (readable(body) ?? null) : parseJson(body, vaultFailed);
  // A deleted version and a path of the wrong form are 'not found', too, and say more.
  if (isObject(secret) && (!missing || secret['data'] || secret['warnings'])) return secret;
  throw vaultPathMissing();
}

function refusal({ url }: Question, status: number, body: string) {
  const answer = readable(body);
  const errors = isObject(answer) && isList(answer['errors']) ? answer['errors'].map(String) : undefined;
  return vaultRefused({ url: `${url.origin}${url.pathname}`, status, errors, text: body });
}

/** A standby node sends its callers to the active one: once, and never from https to http. */
async function followed(question: Question, env: EnvironmentVariables) {
  const answer = await tried(question, env);
  const location = String(answer.headers['location'] ?? '');
  if (![301, 302, 307].includes(answer.status) || location === '') return answer;
  const url = new URL(location, question.url);
  if (question.url.protocol === 'https:' && url.protocol !== 'https:') return answer;
  return tried({ ...question, url }, env);
}

/** A server that fails or is silent is asked again, VAULT_MAX_RETRIES times (2). */
async function tried(question: Question, env: EnvironmentVariables) {
  const given = Number(env['VAULT_MAX_RETRIES'] || 2);
  const retries = Number.isInteger(given) && given >= 0 ? given : 2;
  return pRetry(
    async (attempt) => {
      const answer = await ask(question, env).catch((error: unknown) => {
        throw vaultFailed(silence(question, error));
      });
      const again = answer.status >= 500 && answer.status !== 501 && attempt <= retries;
      if (again) throw vaultFailed(`HTTP ${answer.status}`);
      return answer;
    },
    { retries, minTimeout: 250, maxTimeout: 1500 },
  );
}
