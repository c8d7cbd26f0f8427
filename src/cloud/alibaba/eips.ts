import { AllocateEipAddressRequest } from '@alicloud/vpc20160428/dist/models/AllocateEipAddressRequest.js';
import type { AllocateEipAddressResponseBody } from '@alicloud/vpc20160428/dist/models/AllocateEipAddressResponseBody.js';
import { DescribeEipAddressesRequest } from '@alicloud/vpc20160428/dist/models/DescribeEipAddressesRequest.js';
import type {
  DescribeEipAddressesResponseBody,
  DescribeEipAddressesResponseBodyEipAddressesEipAddress,
} from '@alicloud/vpc20160428/dist/models/DescribeEipAddressesResponseBody.js';
import { ReleaseEipAddressRequest } from '@alicloud/vpc20160428/dist/models/ReleaseEipAddressRequest.js';
import type { Mark } from '../../engine/mark.ts';
import type { Eip, EipSpec, Eips } from '../port.ts';
import { unlessGone } from './absence.ts';
import { oneOf, tagList, tagsOf, text } from './answer.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { associate, unassociate } from './eip-association.ts';
import { allPages } from './pages.ts';
import { poller } from './poller.ts';
import { remedy } from './remedy.ts';
import { type Fields, params, type Wire } from './wire.ts';

/** EIPs, through the VPC product. Its DescribeEipAddresses takes up to 50 ids. */
export function eips(client: Client): Eips {
  const read = poller(
    50,
    (ids, signal) =>
      describe(client, { allocationId: ids.join(',') }, `Reading EIP ${ids.join(', ')}`, signal),
    client.clock,
  );
  return {
    noun: 'EIP',
    remedy: remedy(client, 'vpc ReleaseEipAddress', 'AllocationId'),
    create: (spec, mark, signal) => allocate(client, spec, mark, signal),
    read,
    find: (tags, signal) => describe(client, { tag: tagList(tags) }, 'Looking for EIPs of this run', signal),
    remove: (id, signal) =>
      unlessGone(
        client.call({
          product: 'Vpc',
          action: 'ReleaseEipAddress',
          params: params(ReleaseEipAddressRequest, { allocationId: id }),
          doing: `Releasing EIP ${id}`,
          signal,
          idempotent: true,
        }),
      ),
    associate: (id, instanceId, mark, signal) => associate(client, { id, instanceId, mark, read, signal }),
    unassociate: (id, instanceId, mark, signal) =>
      unassociate(client, { id, instanceId, mark, read, signal }),
  };
}

async function allocate(client: Client, spec: EipSpec, mark: Mark, signal: AbortSignal): Promise<string> {
  const doing = `Allocating EIP ${spec.name}`;
  const answer = await client.call<AllocateEipAddressResponseBody>({
    product: 'Vpc',
    action: 'AllocateEipAddress',
    params: params(AllocateEipAddressRequest, {
      name: spec.name,
      internetChargeType: spec.internetChargeType,
      bandwidth: spec.bandwidth > 0 ? String(spec.bandwidth) : undefined,
      resourceGroupId: spec.resourceGroupId,
      tag: tagList(spec.tags, mark.tags),
      clientToken: mark.token,
    }),
    doing,
    signal,
    impatient: true,
  });
  return created(answer.AllocationId, { doing, region: client.region, field: 'AllocationId' });
}

async function describe(
  client: Client,
  filter: Fields<DescribeEipAddressesRequest>,
  doing: string,
  signal: AbortSignal,
): Promise<readonly Eip[]> {
  const rows = await allPages(50, async (paging) => {
    const answer = await client.call<DescribeEipAddressesResponseBody>({
      product: 'Vpc',
      action: 'DescribeEipAddresses',
      params: params(DescribeEipAddressesRequest, { ...filter, ...paging }),
      doing,
      signal,
    });
    return { rows: answer.EipAddresses?.EipAddress, total: answer.TotalCount };
  });
  return rows.map(toEip);
}

function toEip(row: Wire<DescribeEipAddressesResponseBodyEipAddressesEipAddress>): Eip {
  return {
    id: text(row.AllocationId),
    address: text(row.IpAddress),
    status: oneOf(row.Status, ['Associating', 'Available', 'InUse', 'Unassociating', 'Releasing']),
    instanceId: text(row.InstanceId),
    tags: tagsOf(row.Tags?.Tag),
    createdAt: text(row.AllocationTime),
  };
}
