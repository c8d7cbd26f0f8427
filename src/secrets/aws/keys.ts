import { isObject } from '../../template/model/go-value.ts';
import type { Json } from '../../template/model/template.ts';

/** What signs a request. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly sessionToken?: string;
}

/** The keys of three strings, if the first two are there. */
export function keysOf(id: unknown, secret: unknown, token: unknown): AwsKeys | undefined {
  if (typeof id !== 'string' || typeof secret !== 'string' || id === '' || secret === '') return undefined;
  const keys = { accessKeyId: id, secretAccessKey: secret };
  return typeof token === 'string' && token !== '' ? { ...keys, sessionToken: token } : keys;
}

/** The keys in an answer of a metadata service or of a process. */
export function keysIn(answer: Json): AwsKeys | undefined {
  if (!isObject(answer)) return undefined;
  const token = answer['SessionToken'] ?? answer['Token'];
  return keysOf(answer['AccessKeyId'], answer['SecretAccessKey'], token);
}
