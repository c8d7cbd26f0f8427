import { CreateSnapshotRequest } from '@alicloud/ecs20140526/dist/models/CreateSnapshotRequest.js';
import type { CreateSnapshotResponseBody } from '@alicloud/ecs20140526/dist/models/CreateSnapshotResponseBody.js';
import { DeleteSnapshotRequest } from '@alicloud/ecs20140526/dist/models/DeleteSnapshotRequest.js';
import { DescribeSnapshotsRequest } from '@alicloud/ecs20140526/dist/models/DescribeSnapshotsRequest.js';
import type {
  DescribeSnapshotsResponseBody,
  DescribeSnapshotsResponseBodySnapshotsSnapshot,
} from '@alicloud/ecs20140526/dist/models/DescribeSnapshotsResponseBody.js';
import type { Mark } from '../../engine/mark.ts';
import type { Kind, Snapshot, SnapshotSpec } from '../port.ts';
import { unlessGone } from './absence.ts';
import { count, oneOf, tagList, tagsOf, text } from './answer.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { allByToken } from './pages.ts';
import { poller } from './poller.ts';
import { remedy } from './remedy.ts';
import { type Fields, params, type Wire } from './wire.ts';

/** Snapshots of disks. */
export function snapshots(client: Client): Kind<SnapshotSpec, Snapshot> {
  return {
    noun: 'snapshot',
    remedy: remedy(client, 'ecs DeleteSnapshot --Force true', 'SnapshotId'),
    create: (spec, mark, signal) => createSnapshot(client, spec, mark, signal),
    read: poller(
      100,
      (ids, signal) =>
        describe(client, { snapshotIds: JSON.stringify(ids) }, `Reading snapshot ${ids.join(', ')}`, signal),
      client.clock,
    ),
    find: (tags, signal) =>
      describe(client, { tag: tagList(tags) }, 'Looking for snapshots of this run', signal),
    remove: (id, signal) =>
      unlessGone(
        client.call({
          product: 'Ecs',
          action: 'DeleteSnapshot',
          params: params(DeleteSnapshotRequest, { snapshotId: id, force: true }),
          doing: `Removing snapshot ${id}`,
          signal,
          idempotent: true,
        }),
      ),
  };
}

async function createSnapshot(
  client: Client,
  spec: SnapshotSpec,
  mark: Mark,
  signal: AbortSignal,
): Promise<string> {
  const doing = `Creating a snapshot of disk ${spec.diskId}`;
  const answer = await client.call<CreateSnapshotResponseBody>({
    product: 'Ecs',
    action: 'CreateSnapshot',
    params: params(CreateSnapshotRequest, {
      diskId: spec.diskId,
      snapshotName: spec.name,
      resourceGroupId: spec.resourceGroupId,
      tag: tagList(spec.tags, mark.tags),
      clientToken: mark.token,
    }),
    doing,
    signal,
    impatient: true,
  });
  return created(answer.SnapshotId, { doing, region: client.region, field: 'SnapshotId' });
}

async function describe(
  client: Client,
  filter: Fields<DescribeSnapshotsRequest>,
  doing: string,
  signal: AbortSignal,
): Promise<readonly Snapshot[]> {
  const rows = await allByToken(100, async (paging) => {
    const answer = await client.call<DescribeSnapshotsResponseBody>({
      product: 'Ecs',
      action: 'DescribeSnapshots',
      params: params(DescribeSnapshotsRequest, { ...filter, ...paging }),
      doing,
      signal,
    });
    return { rows: answer.Snapshots?.Snapshot, next: answer.NextToken };
  });
  return rows.map(toSnapshot);
}

function toSnapshot(row: Wire<DescribeSnapshotsResponseBodySnapshotsSnapshot>): Snapshot {
  return {
    id: text(row.SnapshotId),
    status: oneOf(row.Status, ['progressing', 'accomplished', 'failed']),
    progress: count(row.Progress),
    diskId: text(row.SourceDiskId),
    tags: tagsOf(row.Tags?.Tag),
    createdAt: text(row.CreationTime),
  };
}
