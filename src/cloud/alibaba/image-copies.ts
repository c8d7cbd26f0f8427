import { CopyImageRequest } from '@alicloud/ecs20140526/dist/models/CopyImageRequest.js';
import type { CopyImageResponseBody } from '@alicloud/ecs20140526/dist/models/CopyImageResponseBody.js';
import type { Image, ImageCopySpec, Kind } from '../port.ts';
import { tagList } from './answer.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { anyStatus, describeImages } from './image-list.ts';
import { removeCopy } from './image-removal.ts';
import type { Poller } from './poller.ts';
import { remedy } from './remedy.ts';
import { params } from './wire.ts';

/** Copies of images into the region of `client`; the source's region is the one that is asked to make them. */
export function imageCopies(client: Client, read: Poller<Image>): Kind<ImageCopySpec, Image> {
  return {
    noun: 'image copy',
    remedy: remedy(client, 'ecs DeleteImage --Force true', 'ImageId'),
    create: async (spec, mark, signal) => {
      const doing = `Copying image ${spec.imageId} to ${client.region}`;
      const answer = await client.in(spec.sourceRegion).call<CopyImageResponseBody>({
        product: 'Ecs',
        action: 'CopyImage',
        params: params(CopyImageRequest, {
          imageId: spec.imageId,
          destinationRegionId: client.region,
          destinationImageName: spec.name,
          destinationDescription: spec.description,
          encrypted: spec.encrypted,
          KMSKeyId: spec.kmsKeyId,
          resourceGroupId: spec.resourceGroupId,
          tag: tagList(spec.tags, mark.tags),
          clientToken: mark.token,
        }),
        doing,
        signal,
        impatient: true,
      });
      return created(answer.ImageId, { doing, region: spec.sourceRegion, field: 'ImageId' });
    },
    read,
    find: async (tags, signal) => {
      const filter = { tag: tagList(tags), status: anyStatus, imageOwnerAlias: 'self' };
      const found = await describeImages(client, filter, 'Looking for image copies of this run', signal);
      return found.filter((image) => image.copied);
    },
    remove: (id, signal) => removeCopy(client, id, read, signal),
  };
}
