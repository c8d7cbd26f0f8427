import type { Asked, Reply } from './server.ts';

const encoded = (text: string) => Buffer.from(text).toString('base64');

/** Consul's key-value API over a few keys, some of which are in trouble; a wrong token is denied. */
export function consulApi({ path, headers }: Asked): Reply {
  if (headers['x-consul-token'] !== undefined && headers['x-consul-token'] !== 'consul-token')
    return { status: 403, body: 'ACL not found' };
  const key = decodeURIComponent(new URL(path, 'http://consul').pathname.replace('/v1/kv/', ''));
  if (key === 'app/version' || key === 'a b/c?d') return entry(key, encoded('1.2.3'));
  if (key === 'reference') return entry(key, encoded('{{user `other`}}'));
  if (key === 'empty') return entry(key, null);
  if (key === 'broken') return { body: 'nonsense' };
  if (key === 'down') return { status: 500, body: 'No cluster leader' };
  return { status: 404 };
}

function entry(key: string, value: string | null): Reply {
  return { body: [{ LockIndex: 0, Key: key, Flags: 0, Value: value, CreateIndex: 1, ModifyIndex: 1 }] };
}
