import { describe, expect, test } from 'vitest';
import type { EnvironmentVariables } from '../../src/http/proxy.ts';
import { told } from './read.ts';
import { certificate, serveStore } from './server.ts';
import { vaultApi } from './vault-api.ts';

const vault = (path: string, key: string, env: EnvironmentVariables) => told('vault', [path, key], env);
const token = { VAULT_TOKEN: 'vault-token' };

describe('vault', () => {
  const cases: readonly (readonly [path: string, key: string, result: string])[] = [
    ['secret/data/app', 'password', 'from-vault'],
    ['/secret/data/app', 'password', 'from-vault'],
    ['secret/data/app', 'none', 'error: Vault path does not contain the requested key'],
    ['secret/data/app', 'count', 'error: interface conversion: interface {} is json.Number, not string'],
    [
      'secret/data/app',
      'nested',
      'error: interface conversion: interface {} is map[string]interface {}, not string',
    ],
    ['secret/data/app', 'list', 'error: interface conversion: interface {} is []interface {}, not string'],
    ['secret/data/app', 'nothing', 'error: interface conversion: interface {} is nil, not string'],
    ['secret/data/app', 'on', 'error: interface conversion: interface {} is bool, not string'],
    ['kv/app', 'password', 'from-vault'],
    ['kv/app', 'none', 'error: Vault data was empty at the given path. Warnings: '],
    ['kv/plain', 'data', 'error: interface conversion: interface {} is string, not map[string]interface {}'],
    [
      'secret/app',
      'password',
      'error: Vault data was empty at the given path. Warnings: Invalid path for a versioned K/V; two',
    ],
    [
      'secret/data/gone',
      'password',
      'error: interface conversion: interface {} is nil, not map[string]interface {}',
    ],
    ['secret/none', 'password', 'error: Vault Secret does not exist at the given path'],
    ['secret/moved', 'password', 'from-vault'],
    [
      'secret/broken',
      'password',
      "error: Error reading vault secret: invalid character 'o' in literal null (expecting 'u')",
    ],
  ];
  test.each(cases)('%s %s', async (path, key, result) => {
    await using store = await serveStore(vaultApi);
    expect(await vault(path, key, { ...token, VAULT_ADDR: store.url })).toBe(result);
  });

  test('tells what the server refuses, and the address it was asked at', async () => {
    await using store = await serveStore(vaultApi);
    const env = { ...token, VAULT_ADDR: store.url };
    const asked = (path: string) =>
      `error: Error reading vault secret: Error making API request.\n\nURL: GET ${store.url}/v1/${path}\n`;
    expect(await vault('secret/two', 'k', env)).toBe(
      `${asked('secret/two')}Code: 400. Errors:\n\n* one* two`,
    );
    expect(await vault('secret/text', 'k', env)).toBe(
      `${asked('secret/text')}Code: 400. Raw Message:\n\nno JSON`,
    );
    expect(await vault('secret/data/app', 'k', { ...env, VAULT_TOKEN: 'other' })).toBe(
      `${asked('secret/data/app')}Code: 403. Errors:\n\n* permission denied`,
    );
    expect(await vault('secret/down', 'k', { ...env, VAULT_MAX_RETRIES: '0' })).toContain('Code: 500.');
  });

  test('asks a server again that fails or is sealed', async () => {
    let count = 0;
    await using store = await serveStore((asked) => {
      count += 1;
      return count === 1 ? { status: 503, body: { errors: ['Vault is sealed'] } } : vaultApi(asked);
    });
    expect(await vault('kv/app', 'password', { ...token, VAULT_ADDR: store.url })).toBe('from-vault');
    expect(count).toBe(2);
  });

  test('honours the variables of Vault', async () => {
    await using store = await serveStore(vaultApi, { secure: true });
    const env = { ...token, VAULT_ADDR: store.url, VAULT_MAX_RETRIES: '0' };
    expect(await vault('kv/app', 'password', env)).toContain('self-signed');
    expect(await vault('kv/app', 'password', { ...env, VAULT_CACERT: certificate })).toBe('from-vault');
    const all = { ...env, VAULT_SKIP_VERIFY: '1', VAULT_NAMESPACE: 'team', VAULT_CLIENT_TIMEOUT: '10s' };
    expect(await vault('kv/app', 'password', all)).toBe('from-vault');
    expect(store.asked.at(-1)?.headers).toMatchObject({ 'x-vault-namespace': 'team' });
    const agent = {
      ...token,
      VAULT_ADDR: 'http://127.0.0.1:1',
      VAULT_AGENT_ADDR: store.url,
      VAULT_SKIP_VERIFY: '1',
    };
    expect(await vault('kv/app', 'password', agent)).toBe('from-vault');
  });

  const unusable: readonly (readonly [EnvironmentVariables, string])[] = [
    [{}, 'Must set VAULT_TOKEN env var in order to use vault template function'],
    [{ ...token, VAULT_SKIP_VERIFY: 'maybe' }, 'could not parse VAULT_SKIP_VERIFY'],
    [{ ...token, VAULT_CLIENT_TIMEOUT: 'long' }, 'could not parse "VAULT_CLIENT_TIMEOUT"'],
    [{ ...token, VAULT_ADDR: 'nonsense' }, 'unsupported protocol scheme ""'],
    [
      { ...token, VAULT_ADDR: 'http://user:word@127.0.0.1:1', VAULT_MAX_RETRIES: '0' },
      'Get "http://127.0.0.1:1/v1/p": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
  ];
  test.each(unusable)('%o', async (env, message) => {
    expect(await vault('p', 'k', env)).toContain(message);
  });
});
