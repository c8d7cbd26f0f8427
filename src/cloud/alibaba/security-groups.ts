import { CreateSecurityGroupRequest } from '@alicloud/ecs20140526/dist/models/CreateSecurityGroupRequest.js';
import type { CreateSecurityGroupResponseBody } from '@alicloud/ecs20140526/dist/models/CreateSecurityGroupResponseBody.js';
import { DeleteSecurityGroupRequest } from '@alicloud/ecs20140526/dist/models/DeleteSecurityGroupRequest.js';
import { DescribeSecurityGroupsRequest } from '@alicloud/ecs20140526/dist/models/DescribeSecurityGroupsRequest.js';
import type { DescribeSecurityGroupsResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeSecurityGroupsResponseBody.js';
import type { Mark } from '../../engine/mark.ts';
import type { SecurityGroup, SecurityGroupSpec, SecurityGroups } from '../port.ts';
import { unlessGone } from './absence.ts';
import { tagList, tagsOf, text } from './answer.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { allByToken } from './pages.ts';
import { poller } from './poller.ts';
import { remedy } from './remedy.ts';
import { authorize } from './security-rules.ts';
import { type Fields, params } from './wire.ts';

/** Security groups of VPCs and their rules. */
export function securityGroups(client: Client): SecurityGroups {
  return {
    noun: 'security group',
    remedy: remedy(client, 'ecs DeleteSecurityGroup', 'SecurityGroupId'),
    create: (spec, mark, signal) => createSecurityGroup(client, spec, mark, signal),
    read: poller(
      100,
      (ids, signal) =>
        describe(
          client,
          { securityGroupIds: JSON.stringify(ids) },
          `Reading security group ${ids.join(', ')}`,
          signal,
        ),
      client.clock,
    ),
    find: (tags, signal) =>
      describe(client, { tag: tagList(tags) }, 'Looking for security groups of this run', signal),
    remove: (id, signal) =>
      unlessGone(
        client.call({
          product: 'Ecs',
          action: 'DeleteSecurityGroup',
          params: params(DeleteSecurityGroupRequest, { securityGroupId: id }),
          doing: `Removing security group ${id}`,
          signal,
          idempotent: true,
        }),
      ),
    authorize: (id, rules, mark, signal) => authorize(client, { id, rules, mark, signal }),
  };
}

async function createSecurityGroup(
  client: Client,
  spec: SecurityGroupSpec,
  mark: Mark,
  signal: AbortSignal,
): Promise<string> {
  const doing = `Creating security group ${spec.name} in VPC ${spec.vpcId}`;
  const answer = await client.call<CreateSecurityGroupResponseBody>({
    product: 'Ecs',
    action: 'CreateSecurityGroup',
    params: params(CreateSecurityGroupRequest, {
      securityGroupName: spec.name,
      vpcId: spec.vpcId,
      resourceGroupId: spec.resourceGroupId,
      tag: tagList(spec.tags, mark.tags),
      clientToken: mark.token,
    }),
    doing,
    signal,
    impatient: true,
  });
  return created(answer.SecurityGroupId, { doing, region: client.region, field: 'SecurityGroupId' });
}

async function describe(
  client: Client,
  filter: Fields<DescribeSecurityGroupsRequest>,
  doing: string,
  signal: AbortSignal,
): Promise<readonly SecurityGroup[]> {
  const rows = await allByToken(100, async (paging) => {
    const answer = await client.call<DescribeSecurityGroupsResponseBody>({
      product: 'Ecs',
      action: 'DescribeSecurityGroups',
      params: params(DescribeSecurityGroupsRequest, { ...filter, ...paging }),
      doing,
      signal,
    });
    return { rows: answer.SecurityGroups?.SecurityGroup, next: answer.NextToken };
  });
  return rows.map((row) => ({
    id: text(row.SecurityGroupId),
    vpcId: text(row.VpcId),
    tags: tagsOf(row.Tags?.Tag),
    createdAt: text(row.CreationTime),
  }));
}
