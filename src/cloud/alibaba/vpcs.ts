import { CreateVpcRequest } from '@alicloud/vpc20160428/dist/models/CreateVpcRequest.js';
import type { CreateVpcResponseBody } from '@alicloud/vpc20160428/dist/models/CreateVpcResponseBody.js';
import { DeleteVpcRequest } from '@alicloud/vpc20160428/dist/models/DeleteVpcRequest.js';
import { DescribeVpcsRequest } from '@alicloud/vpc20160428/dist/models/DescribeVpcsRequest.js';
import type {
  DescribeVpcsResponseBody,
  DescribeVpcsResponseBodyVpcsVpc,
} from '@alicloud/vpc20160428/dist/models/DescribeVpcsResponseBody.js';
import type { Mark } from '../../engine/mark.ts';
import type { Kind, Vpc, VpcSpec } from '../port.ts';
import { unlessGone } from './absence.ts';
import { tagList, tagsOf, text } from './answer.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { allPages } from './pages.ts';
import { poller } from './poller.ts';
import { remedy } from './remedy.ts';
import { type Fields, params, type Wire } from './wire.ts';

/** VPCs, through the VPC product: the ECS calls of the same names are deprecated and take no tags. Up to 20 ids at once. */
export function vpcs(client: Client): Kind<VpcSpec, Vpc> {
  return {
    noun: 'VPC',
    remedy: remedy(client, 'vpc DeleteVpc', 'VpcId'),
    create: (spec, mark, signal) => createVpc(client, spec, mark, signal),
    read: poller(
      20,
      (ids, signal) => describe(client, { vpcId: ids.join(',') }, `Reading VPC ${ids.join(', ')}`, signal),
      client.clock,
    ),
    find: (tags, signal) => describe(client, { tag: tagList(tags) }, 'Looking for VPCs of this run', signal),
    remove: (id, signal) =>
      unlessGone(
        client.call({
          product: 'Vpc',
          action: 'DeleteVpc',
          params: params(DeleteVpcRequest, { vpcId: id }),
          doing: `Removing VPC ${id}`,
          signal,
          idempotent: true,
        }),
      ),
  };
}

async function createVpc(client: Client, spec: VpcSpec, mark: Mark, signal: AbortSignal): Promise<string> {
  const doing = `Creating VPC ${spec.name}`;
  const answer = await client.call<CreateVpcResponseBody>({
    product: 'Vpc',
    action: 'CreateVpc',
    params: params(CreateVpcRequest, {
      vpcName: spec.name,
      cidrBlock: spec.cidrBlock,
      resourceGroupId: spec.resourceGroupId,
      tag: tagList(spec.tags, mark.tags),
      clientToken: mark.token,
    }),
    doing,
    signal,
    impatient: true,
  });
  return created(answer.VpcId, { doing, region: client.region, field: 'VpcId' });
}

async function describe(
  client: Client,
  filter: Fields<DescribeVpcsRequest>,
  doing: string,
  signal: AbortSignal,
): Promise<readonly Vpc[]> {
  const rows = await allPages(50, async (paging) => {
    const answer = await client.call<DescribeVpcsResponseBody>({
      product: 'Vpc',
      action: 'DescribeVpcs',
      params: params(DescribeVpcsRequest, { ...filter, ...paging }),
      doing,
      signal,
    });
    return { rows: answer.Vpcs?.Vpc, total: answer.TotalCount };
  });
  return rows.map(toVpc);
}

function toVpc(row: Wire<DescribeVpcsResponseBodyVpcsVpc>): Vpc {
  return {
    id: text(row.VpcId),
    status: text(row.Status),
    cidrBlock: text(row.CidrBlock),
    tags: tagsOf(row.Tags?.Tag),
    createdAt: text(row.CreationTime),
  };
}
