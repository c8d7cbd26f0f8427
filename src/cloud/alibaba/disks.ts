import { DescribeDisksRequest } from '@alicloud/ecs20140526/dist/models/DescribeDisksRequest.js';
import type { DescribeDisksResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeDisksResponseBody.js';
import type { Cloud } from '../port.ts';
import { count, oneOf, text } from './answer.ts';
import type { Client } from './client.ts';
import { allByToken } from './pages.ts';
import { params } from './wire.ts';

/** The disks that an instance has. */
export function disks(client: Client): Cloud['disks'] {
  return {
    ofInstance: async (instanceId, signal) => {
      const rows = await allByToken(100, async (paging) => {
        const answer = await client.call<DescribeDisksResponseBody>({
          product: 'Ecs',
          action: 'DescribeDisks',
          params: params(DescribeDisksRequest, { instanceId, ...paging }),
          doing: `Reading the disks of instance ${instanceId}`,
          signal,
        });
        return { rows: answer.Disks?.Disk, next: answer.NextToken };
      });
      const own = rows.filter((row) => text(row.InstanceId) === instanceId);
      return own.map((row) => ({
        id: text(row.DiskId),
        type: oneOf(row.Type, ['data', 'system']),
        category: text(row.Category),
        size: count(row.Size),
        device: text(row.Device),
      }));
    },
  };
}
