import { variables } from '../../cloud/credential-variables.ts';
import type { JsonObject } from '../../template/model/template.ts';

/** An access key of the embedded cloud. */
export interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** Settings that would lead to real credentials, or past the embedded cloud to a real endpoint. */
const REAL = ['profile', 'shared_credentials_file', 'ram_role_name', 'security_token', 'custom_endpoint_ecs'];

/** Environment variables that stand for the same. */
const REAL_ENV = [
  'SECURITY_TOKEN',
  'ALICLOUD_PROFILE',
  'ALICLOUD_SHARED_CREDENTIALS_FILE',
  ...Object.values(variables).filter((name) => name !== variables.region && name !== variables.regionId),
];

/** The settings of a builder with the keys of the embedded cloud in place of all credentials. */
export function withKeys(config: JsonObject, { accessKeyId, accessKeySecret }: Keys): JsonObject {
  const kept = Object.entries(config).filter(([key]) => !REAL.includes(key));
  return { ...Object.fromEntries(kept), access_key: accessKeyId, secret_key: accessKeySecret };
}

/** The environment without what would lead to real credentials. */
export function withoutCredentials(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !REAL_ENV.includes(name)));
}
