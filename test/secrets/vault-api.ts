import type { Asked, Reply } from './server.ts';

/** Vault's API over a few secrets of both versions of its key-value engine; only the one token may read. */
export function vaultApi({ path, headers }: Asked): Reply {
  if (headers['x-vault-token'] !== 'vault-token') return refusal(403, ['permission denied']);
  return answers[decodeURIComponent(path)] ?? refusal(404, []);
}

function refusal(status: number, errors: readonly string[]): Reply {
  return { status, body: { errors } };
}

const values = { password: 'from-vault', count: 5, nested: { a: 1 }, list: [1], nothing: null, on: true };

const answers: Readonly<Record<string, Reply>> = {
  '/v1/secret/data/app': { body: { request_id: 'r', data: { data: values, metadata: { version: 1 } } } },
  '/v1/kv/app': { body: { request_id: 'r', data: values } },
  '/v1/kv/plain': { body: { request_id: 'r', data: { data: 'text' } } },
  '/v1/secret/app': { status: 404, body: { warnings: ['Invalid path for a versioned K/V', 'two'] } },
  '/v1/secret/data/gone': { status: 404, body: { data: { data: null, metadata: { destroyed: true } } } },
  '/v1/secret/two': refusal(400, ['one', 'two']),
  '/v1/secret/text': { status: 400, body: 'no JSON' },
  '/v1/secret/broken': { body: 'nonsense' },
  '/v1/secret/moved': { status: 307, headers: { location: '/v1/kv/app' } },
  '/v1/secret/down': refusal(500, ['internal error']),
  '/v1/secret/loop': { status: 307, headers: { location: '/v1/secret/loop' } },
};
