import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EnvironmentVariables } from '../../src/http/proxy.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { consulApi } from './consul-api.ts';
import { told } from './read.ts';
import { certificate, serveStore } from './server.ts';

const consul = (key: string, env: EnvironmentVariables) => told('consul_key', [key], env);

describe('consul_key', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['app/version', '1.2.3'],
    ['/app/version', '1.2.3'],
    ['a b/c?d', '1.2.3'],
    ['none', 'error: key does not exist at the given path: none'],
    ['', 'error: key does not exist at the given path: '],
    ['empty', 'error: value is empty at path empty'],
    ['broken', "error: error reading consul key: invalid character 'o' in literal null (expecting 'u')"],
    ['down', 'error: error reading consul key: Unexpected response code: 500'],
  ];
  test.each(cases)('"%s"', async (key, result) => {
    await using store = await serveStore(consulApi);
    expect(await consul(key, { CONSUL_HTTP_ADDR: store.url })).toBe(result);
  });

  test('honours the variables of Consul', async () => {
    await using store = await serveStore(consulApi);
    const env = { CONSUL_HTTP_ADDR: `127.0.0.1:${store.port}`, CONSUL_HTTP_TOKEN: 'consul-token' };
    const more = { CONSUL_HTTP_AUTH: 'user:pass', CONSUL_NAMESPACE: 'team' };
    expect(await consul('a b/c?d', { ...env, ...more })).toBe('1.2.3');
    expect(store.asked[0]).toMatchObject({
      path: '/v1/kv/a%20b/c%3Fd?ns=team',
      headers: { 'x-consul-token': 'consul-token', authorization: 'Basic dXNlcjpwYXNz' },
    });
    const file = join(temporaryFolder('consul'), 'token');
    writeFileSync(file, 'consul-token\n');
    expect(
      await consul('app/version', { ...env, CONSUL_HTTP_TOKEN: 'no', CONSUL_HTTP_TOKEN_FILE: file }),
    ).toBe('1.2.3');
    expect(await consul('app/version', { ...env, CONSUL_HTTP_TOKEN: 'no' })).toBe(
      'error: error reading consul key: Unexpected response code: 403',
    );
  });

  test('checks the certificate of a server over TLS', async () => {
    await using store = await serveStore(consulApi, { secure: true });
    const env = { CONSUL_HTTP_ADDR: `127.0.0.1:${store.port}`, CONSUL_HTTP_SSL: 'true' };
    expect(await consul('app/version', env)).toMatch(
      /^error: error reading consul key: Get "https:\/\/127\.0\.0\.1:\d+\/v1\/kv\/app\/version": self-signed/,
    );
    expect(await consul('app/version', { ...env, CONSUL_CACERT: certificate })).toBe('1.2.3');
    expect(await consul('app/version', { ...env, CONSUL_HTTP_SSL_VERIFY: 'false' })).toBe('1.2.3');
    expect(await consul('app/version', { ...env, CONSUL_CACERT: '/no/such/file' })).toBe(
      'error: error getting consul client: Error loading CA File: open /no/such/file: no such file or directory',
    );
  });

  test('reaches a server on a Unix socket', async () => {
    const at = join(temporaryFolder('consul'), 'socket');
    await using _store = await serveStore(consulApi, { at });
    expect(await consul('app/version', { CONSUL_HTTP_ADDR: `unix://${at}` })).toBe('1.2.3');
  });

  test('tells an address that leads nowhere', async () => {
    expect(await consul('k', { CONSUL_HTTP_ADDR: '127.0.0.1:1' })).toBe(
      'error: error reading consul key: Get "http://127.0.0.1:1/v1/kv/k": dial tcp 127.0.0.1:1: connect: connection refused',
    );
    expect(await consul('k', { CONSUL_HTTP_ADDR: 'tcp://127.0.0.1:1' })).toBe(
      'error: error getting consul client: Unknown protocol scheme: tcp',
    );
  });
});
