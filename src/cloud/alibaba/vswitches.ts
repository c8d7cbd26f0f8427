import { CreateVSwitchRequest } from '@alicloud/vpc20160428/dist/models/CreateVswitchRequest.js';
import type { CreateVSwitchResponseBody } from '@alicloud/vpc20160428/dist/models/CreateVswitchResponseBody.js';
import { DeleteVSwitchRequest } from '@alicloud/vpc20160428/dist/models/DeleteVswitchRequest.js';
import { DescribeVSwitchesRequest } from '@alicloud/vpc20160428/dist/models/DescribeVswitchesRequest.js';
import type {
  DescribeVSwitchesResponseBody,
  DescribeVSwitchesResponseBodyVSwitchesVSwitch,
} from '@alicloud/vpc20160428/dist/models/DescribeVswitchesResponseBody.js';
import type { Mark } from '../../engine/mark.ts';
import type { Kind, VSwitch, VSwitchSpec } from '../port.ts';
import { unlessGone } from './absence.ts';
import { tagList, tagsOf, text } from './answer.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { oneByOne } from './one-by-one.ts';
import { allPages } from './pages.ts';
import { poller } from './poller.ts';
import { remedy } from './remedy.ts';
import { type Fields, params, type Wire } from './wire.ts';

/** vSwitches, through the VPC product. They belong to the resource group of their VPC; the API takes none. */
export function vSwitches(client: Client): Kind<VSwitchSpec, VSwitch> {
  return {
    noun: 'vSwitch',
    remedy: remedy(client, 'vpc DeleteVSwitch', 'VSwitchId'),
    create: (spec, mark, signal) => createVSwitch(client, spec, mark, signal),
    read: poller(
      1000,
      oneByOne(
        (id, signal) => describe(client, { vSwitchId: id }, `Reading vSwitch ${id}`, signal),
        (signal) => describe(client, {}, 'Reading the vSwitches', signal),
      ),
      client.clock,
    ),
    find: (tags, signal) =>
      describe(client, { tag: tagList(tags) }, 'Looking for vSwitches of this run', signal),
    remove: (id, signal) =>
      unlessGone(
        client.call({
          product: 'Vpc',
          action: 'DeleteVSwitch',
          params: params(DeleteVSwitchRequest, { vSwitchId: id }),
          doing: `Removing vSwitch ${id}`,
          signal,
          idempotent: true,
        }),
      ),
  };
}

async function createVSwitch(
  client: Client,
  spec: VSwitchSpec,
  mark: Mark,
  signal: AbortSignal,
): Promise<string> {
  const doing = `Creating vSwitch ${spec.name} in VPC ${spec.vpcId}`;
  const answer = await client.call<CreateVSwitchResponseBody>({
    product: 'Vpc',
    action: 'CreateVSwitch',
    params: params(CreateVSwitchRequest, {
      vSwitchName: spec.name,
      vpcId: spec.vpcId,
      zoneId: spec.zoneId,
      cidrBlock: spec.cidrBlock,
      tag: tagList(spec.tags, mark.tags),
      clientToken: mark.token,
    }),
    doing,
    signal,
    impatient: true,
  });
  return created(answer.VSwitchId, { doing, region: client.region, field: 'VSwitchId' });
}

async function describe(
  client: Client,
  filter: Fields<DescribeVSwitchesRequest>,
  doing: string,
  signal: AbortSignal,
): Promise<readonly VSwitch[]> {
  const rows = await allPages(50, async (paging) => {
    const answer = await client.call<DescribeVSwitchesResponseBody>({
      product: 'Vpc',
      action: 'DescribeVSwitches',
      params: params(DescribeVSwitchesRequest, { ...filter, ...paging }),
      doing,
      signal,
    });
    return { rows: answer.VSwitches?.VSwitch, total: answer.TotalCount };
  });
  return rows.map(toVSwitch);
}

function toVSwitch(row: Wire<DescribeVSwitchesResponseBodyVSwitchesVSwitch>): VSwitch {
  return {
    id: text(row.VSwitchId),
    status: text(row.Status),
    vpcId: text(row.VpcId),
    zoneId: text(row.ZoneId),
    cidrBlock: text(row.CidrBlock),
    tags: tagsOf(row.Tags?.Tag),
    createdAt: text(row.CreationTime),
  };
}
