import { AssumeRoleRequest } from '@alicloud/sts20150401/dist/models/AssumeRoleRequest.js';
import type { AssumeRoleResponseBody } from '@alicloud/sts20150401/dist/models/AssumeRoleResponseBody.js';
import { type ClientOptions, openClient } from '../client.ts';
import { params } from '../wire.ts';
import { type Credentials, Keys } from './keys.ts';
import { type ExpiringKeys, refreshing } from './refreshing.ts';
import { roleKeysIncomplete } from './words.ts';

export interface RoleRequest {
  readonly arn: string;
  /** How the session is called in the audit log; empty: a name of ours. */
  readonly session: string;
  /** Seconds; 0: the service's default of an hour. */
  readonly duration: number;
  /** What the role may do is cut down to this policy (JSON); empty: all that the role may. */
  readonly policy: string;
  /** Word that the other account wants to hear; empty: none. */
  readonly externalId: string;
}

interface AssumedRole extends RoleRequest {
  /** Whose keys may assume it, and how STS is reached. */
  readonly client: ClientOptions;
}

/** A RAM role, perhaps of another account, assumed with other keys through STS. */
export function assumedRole(role: AssumedRole): Credentials {
  const { credentials } = role.client;
  const { arn, session, duration, policy, externalId } = role;
  return refreshing({
    describe: `the RAM role ${arn} assumed with ${credentials.describe}`,
    identity: JSON.stringify([credentials.identity, arn, session, duration, policy, externalId]),
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
        roleSessionName: role.session || 'ecs-imagebuild',
        durationSeconds: role.duration > 0 ? role.duration : undefined,
        policy: role.policy,
        externalId: role.externalId,
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
