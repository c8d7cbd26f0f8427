import { AssumeRoleRequest } from '@alicloud/sts20150401/dist/models/AssumeRoleRequest.js';
import type { AssumeRoleResponseBody } from '@alicloud/sts20150401/dist/models/AssumeRoleResponseBody.js';
import { roleKeysIncomplete } from '../../../errors/word/credentials.ts';
import { type ClientOptions, openClient } from '../client.ts';
import { params } from '../wire.ts';
import { type Credentials, Keys } from './keys.ts';
import { type ExpiringKeys, refreshing } from './refreshing.ts';

export interface AssumedRole {
  readonly arn: string;
  readonly session: string;
  /** Seconds; 0: the service's default of an hour. */
  readonly duration: number;
  /** Whose keys may assume it, and how STS is reached. */
  readonly client: ClientOptions;
}

/** A RAM role, perhaps of another account, assumed with other keys through STS. */
export function assumedRole(role: AssumedRole): Credentials {
  const { credentials } = role.client;
  return refreshing({
    describe: `the RAM role ${role.arn} assumed with ${credentials.describe}`,
    identity: JSON.stringify([credentials.identity, role.arn, role.session, role.duration]),
    fetch: (signal) => assume(role, signal),
  });
}

async function assume(role: AssumedRole, signal: AbortSignal): Promise<ExpiringKeys> {
  const client = openClient(role.client);
  try {
    const { Credentials: answer } = await client.call<AssumeRoleResponseBody>({
      product: 'Sts',
      action: 'AssumeRole',
      params: params(AssumeRoleRequest, {
        roleArn: role.arn,
        roleSessionName: role.session,
        durationSeconds: role.duration > 0 ? role.duration : undefined,
      }),
      doing: `Assuming the RAM role ${role.arn}`,
      signal,
      idempotent: true,
    });
    const { AccessKeyId: id, AccessKeySecret: secret, SecurityToken: token, Expiration: end } = answer ?? {};
    if (!id || !secret || !token || !end) throw roleKeysIncomplete(role.arn);
    return { keys: new Keys(id, secret, token), expires: Date.parse(end) };
  } finally {
    await client.close();
  }
}
