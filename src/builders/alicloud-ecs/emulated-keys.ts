import { variables } from '../../cloud/credential-variables.ts';
import type { Keys } from '../builder.ts';
import type { EcsConfig } from './config.ts';

/** Environment variables that stand for real credentials. */
const REAL = [
  'SECURITY_TOKEN',
  'ALICLOUD_PROFILE',
  'ALICLOUD_SHARED_CREDENTIALS_FILE',
  ...Object.values(variables).filter((name) => name !== variables.region && name !== variables.regionId),
];

/** The settings with the keys of an embedded cloud, without all that would lead to real ones or past it to a real endpoint. */
export function withKeys(config: EcsConfig, { accessKeyId, accessKeySecret }: Keys): EcsConfig {
  return Object.freeze({
    ...config,
    access_key: accessKeyId,
    secret_key: accessKeySecret,
    security_token: '',
    profile: '',
    shared_credentials_file: '',
    ram_role_name: '',
    custom_endpoint_ecs: '',
  });
}

/** The environment without what would lead to real credentials. */
export function withoutCredentials(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !REAL.includes(name)));
}
