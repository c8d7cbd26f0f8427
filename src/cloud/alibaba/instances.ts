import { DescribeInstancesRequest } from '@alicloud/ecs20140526/dist/models/DescribeInstancesRequest.js';
import type {
  DescribeInstancesResponseBody,
  DescribeInstancesResponseBodyInstancesInstance,
} from '@alicloud/ecs20140526/dist/models/DescribeInstancesResponseBody.js';
import type { RunInstancesResponseBody } from '@alicloud/ecs20140526/dist/models/RunInstancesResponseBody.js';
import type { Mark } from '../../engine/mark.ts';
import type { Instance, InstanceSpec, Instances } from '../instances.ts';
import { oneOf, tagList, tagsOf, text } from './answer.ts';
import type { Client } from './client.ts';
import { consoleOutput } from './console-output.ts';
import { created } from './created.ts';
import { extendAutoRelease, remover, start, stopper } from './instance-power.ts';
import { allByToken } from './pages.ts';
import { poller } from './poller.ts';
import { remedy } from './remedy.ts';
import { runParams } from './run-instances.ts';
import { type Fields, params, type Wire } from './wire.ts';

/** Instances. RunInstances gives the id at once; an instance that cannot be made after all is simply gone later. */
export function instances(client: Client): Instances {
  const read = poller(
    100,
    (ids, signal) =>
      describe(client, { instanceIds: JSON.stringify(ids) }, `Reading instance ${ids.join(', ')}`, signal),
    client.clock,
  );
  const [stop, stopHard] = [stopper(client, read, false), stopper(client, read, true)];
  return {
    noun: 'instance',
    remedy: remedy(client, 'ecs DeleteInstance --Force true', 'InstanceId'),
    create: (spec, mark, signal) => runInstance(client, spec, mark, signal),
    read,
    find: (tags, signal) =>
      describe(client, { tag: tagList(tags) }, 'Looking for instances of this run', signal),
    remove: remover(client),
    start: (id, signal) => start(client, { id, read, signal }),
    stop: (id, force, signal) => (force ? stopHard : stop)(id, signal),
    console: (id, signal) => consoleOutput(client, id, signal),
    extendAutoRelease: (id, time, signal) => extendAutoRelease(client, { id, time, signal }),
  };
}

async function runInstance(
  client: Client,
  spec: InstanceSpec,
  mark: Mark,
  signal: AbortSignal,
): Promise<string> {
  const doing = `Creating instance ${spec.name} of type ${spec.type}`;
  const answer = await client.call<RunInstancesResponseBody>({
    product: 'Ecs',
    action: 'RunInstances',
    params: runParams(spec, mark),
    doing,
    signal,
    impatient: true,
  });
  const id = answer.InstanceIdSets?.InstanceIdSet?.[0];
  return created(id, { doing, region: client.region, field: 'InstanceIdSets' });
}

async function describe(
  client: Client,
  filter: Fields<DescribeInstancesRequest>,
  doing: string,
  signal: AbortSignal,
): Promise<readonly Instance[]> {
  const rows = await allByToken(100, async (paging) => {
    const answer = await client.call<DescribeInstancesResponseBody>({
      product: 'Ecs',
      action: 'DescribeInstances',
      params: params(DescribeInstancesRequest, { ...filter, ...paging }),
      doing,
      signal,
    });
    return { rows: answer.Instances?.Instance, next: answer.NextToken };
  });
  return rows.map(toInstance);
}

function toInstance(row: Wire<DescribeInstancesResponseBodyInstancesInstance>): Instance {
  return {
    id: text(row.InstanceId),
    type: text(row.InstanceType),
    status: oneOf(row.Status, ['Pending', 'Starting', 'Running', 'Stopping', 'Stopped']),
    zoneId: text(row.ZoneId),
    vpcId: text(row.VpcAttributes?.VpcId),
    privateIp: text(row.VpcAttributes?.PrivateIpAddress?.IpAddress?.[0]),
    publicIp: text(row.PublicIpAddress?.IpAddress?.[0]),
    eip: text(row.EipAddress?.IpAddress),
    autoReleaseTime: text(row.AutoReleaseTime),
    takenBack: row.OperationLocks?.LockReason?.some((lock) => lock.LockReason === 'Recycling') ?? false,
    tags: tagsOf(row.Tags?.Tag),
    createdAt: text(row.CreationTime),
  };
}
