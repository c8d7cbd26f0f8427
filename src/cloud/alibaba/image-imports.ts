import { CancelTaskRequest } from '@alicloud/ecs20140526/dist/models/CancelTaskRequest.js';
import { DescribeTasksRequest } from '@alicloud/ecs20140526/dist/models/DescribeTasksRequest.js';
import type { DescribeTasksResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeTasksResponseBody.js';
import { ImportImageRequest } from '@alicloud/ecs20140526/dist/models/ImportImageRequest.js';
import type { ImportImageResponseBody } from '@alicloud/ecs20140526/dist/models/ImportImageResponseBody.js';
import type { Mark } from '../../engine/mark.ts';
import type { Image, ImageImportSpec, Kind } from '../port.ts';
import { unlessGone } from './absence.ts';
import { tagList } from './answer.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { anyStatus, describeImages } from './image-list.ts';
import { removeImage } from './image-removal.ts';
import { IMPORT_ROLE } from './import-role.ts';
import type { Poller } from './poller.ts';
import { remedy } from './remedy.ts';
import { params } from './wire.ts';

/** Images of disks that lie in OSS. */
export function imageImports(client: Client, read: Poller<Image>): Kind<ImageImportSpec, Image> {
  return {
    noun: 'image',
    remedy: remedy(client, 'ecs DeleteImage --Force true', 'ImageId'),
    create: (spec, mark, signal) => importImage(client, spec, mark, signal),
    read,
    find: (tags, signal) => {
      const filter = { tag: tagList(tags), status: anyStatus, imageOwnerAlias: 'self' };
      return describeImages(client, filter, 'Looking for imported images of this run', signal);
    },
    remove: async (id, signal) => {
      const image = await read(id, signal);
      if (image === undefined) return;
      if (image.status === 'Creating' || image.status === 'Waiting') await cancel(client, id, signal);
      await removeImage(client, id, signal);
    },
  };
}

async function importImage(
  client: Client,
  spec: ImageImportSpec,
  mark: Mark,
  signal: AbortSignal,
): Promise<string> {
  const doing = `Importing ${spec.key} of bucket ${spec.bucket} as image ${spec.name}`;
  const answer = await client.call<ImportImageResponseBody>({
    product: 'Ecs',
    action: 'ImportImage',
    params: params(ImportImageRequest, {
      imageName: spec.name,
      description: spec.description,
      diskDeviceMapping: [
        {
          OSSBucket: spec.bucket,
          OSSObject: spec.key,
          format: spec.format,
          diskImageSize: spec.size === 0 ? undefined : spec.size,
        },
      ],
      OSType: spec.osType,
      platform: spec.platform,
      architecture: spec.architecture,
      bootMode: spec.bootMode,
      licenseType: spec.licenseType,
      roleName: IMPORT_ROLE,
      resourceGroupId: spec.resourceGroupId,
      tag: tagList(spec.tags, mark.tags),
      clientToken: mark.token,
    }),
    doing,
    signal,
    impatient: true,
  });
  return created(answer.ImageId, { doing, region: client.region, field: 'ImageId' });
}

/** An import goes on as a task; one that is cancelled leaves no image, or one that can be deleted. */
async function cancel(client: Client, id: string, signal: AbortSignal): Promise<void> {
  const doing = `Ending the import of image ${id}`;
  const { TaskSet } = await client.call<DescribeTasksResponseBody>({
    product: 'Ecs',
    action: 'DescribeTasks',
    params: params(DescribeTasksRequest, {
      resourceIds: [id],
      taskAction: 'ImportImage',
      taskStatus: 'Processing',
    }),
    doing,
    signal,
  });
  for (const { TaskId } of TaskSet?.Task ?? []) {
    if (TaskId === undefined) continue;
    const call = client.call({
      product: 'Ecs',
      action: 'CancelTask',
      params: params(CancelTaskRequest, { taskId: TaskId }),
      doing,
      signal,
      idempotent: true,
    });
    // Done: it has come to its end since we looked.
    await unlessGone(call, 'done');
  }
}
