import { DescribeRegionsRequest } from '@alicloud/ecs20140526/dist/models/DescribeRegionsRequest.js';
import type { DescribeRegionsResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeRegionsResponseBody.js';
import type { GetCallerIdentityResponseBody } from '@alicloud/sts20150401/dist/models/GetCallerIdentityResponseBody.js';
import { text } from './answer.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { params } from './wire.ts';

/** Whose the keys are. */
export async function accountId(client: Client, signal: AbortSignal): Promise<string> {
  const doing = 'Checking the credentials';
  const answer = await client.call<GetCallerIdentityResponseBody>({
    product: 'Sts',
    action: 'GetCallerIdentity',
    params: {},
    doing,
    signal,
  });
  return created(answer.AccountId, { doing, region: client.region, field: 'AccountId' });
}

/** The regions that this account may use. */
export async function regionIds(client: Client, signal: AbortSignal): Promise<readonly string[]> {
  const answer = await client.call<DescribeRegionsResponseBody>({
    product: 'Ecs',
    action: 'DescribeRegions',
    params: params(DescribeRegionsRequest, {}),
    doing: 'Reading the regions',
    signal,
  });
  return (answer.Regions?.Region ?? []).map((region) => text(region.RegionId));
}
