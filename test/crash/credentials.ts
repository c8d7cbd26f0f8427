import type { Emulator } from '../../src/emulator/emulator.ts';
import { callV1 } from '../emulator/raw-client.ts';

/** The credentials of a build, as its environment has them. */
export type Keys = Readonly<Record<'ALICLOUD_ACCESS_KEY' | 'ALICLOUD_SECRET_KEY', string>> & {
  readonly SECURITY_TOKEN?: string;
};

/** The keys of the user. */
export function ownKeys({ accessKeyId, accessKeySecret }: Emulator): Keys {
  return { ALICLOUD_ACCESS_KEY: accessKeyId, ALICLOUD_SECRET_KEY: accessKeySecret };
}

/** Keys and token of a role, as a pipeline gets them. */
export async function assumeRole({ url, accountId, accessKeyId, accessKeySecret }: Emulator): Promise<Keys> {
  const params = { RoleArn: `acs:ram::${accountId}:role/builder`, RoleSessionName: 'crash-test' };
  const options = { key: { accessKeyId, accessKeySecret }, common: { Version: '2015-04-01' } };
  const { Credentials } = (await callV1(url, 'AssumeRole', params, options)).json;
  return {
    ALICLOUD_ACCESS_KEY: Credentials.AccessKeyId,
    ALICLOUD_SECRET_KEY: Credentials.AccessKeySecret,
    SECURITY_TOKEN: Credentials.SecurityToken,
  };
}
