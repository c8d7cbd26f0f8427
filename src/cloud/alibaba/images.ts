import { CreateImageRequest } from '@alicloud/ecs20140526/dist/models/CreateImageRequest.js';
import type { CreateImageResponseBody } from '@alicloud/ecs20140526/dist/models/CreateImageResponseBody.js';
import { DescribeImageFromFamilyRequest } from '@alicloud/ecs20140526/dist/models/DescribeImageFromFamilyRequest.js';
import type { DescribeImageFromFamilyResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeImageFromFamilyResponseBody.js';
import { ModifyImageAttributeRequest } from '@alicloud/ecs20140526/dist/models/ModifyImageAttributeRequest.js';
import type { Mark } from '../../engine/mark.ts';
import type { Image, ImageSpec, Images } from '../port.ts';
import { tagList } from './answer.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { imageCopies } from './image-copies.ts';
import { imageImports } from './image-imports.ts';
import { anyStatus, describeImages, toImage } from './image-list.ts';
import { removeImage, removeUnusedImage } from './image-removal.ts';
import { searchImages } from './image-search.ts';
import { changeShares, shares } from './image-shares.ts';
import { namedImages } from './named-images.ts';
import { poller } from './poller.ts';
import { remedy } from './remedy.ts';
import { sharedLookUp } from './shared-look-up.ts';
import { params } from './wire.ts';

/** Images of this account, and those of others as sources. */
export function images(client: Client): Images {
  const read = poller(
    100,
    (ids, signal) =>
      describeImages(
        client,
        { imageId: ids.join(','), status: anyStatus },
        `Reading image ${ids.join(', ')}`,
        signal,
      ),
    client.clock,
  );
  const byName = poller(100, namedImages(client), client.clock);
  const sourceOf = (expired: boolean) => sharedLookUp((id, signal) => source(client, id, expired, signal));
  const sources = { valid: sourceOf(false), expired: sourceOf(true) };
  return {
    noun: 'image',
    remedy: remedy(client, 'ecs DeleteImage --Force true', 'ImageId'),
    create: (spec, mark, signal) => createImage(client, spec, mark, signal),
    read,
    find: (tags, signal) =>
      describeImages(
        client,
        { tag: tagList(tags), status: anyStatus, imageOwnerAlias: 'self' },
        'Looking for images of this run',
        signal,
      ),
    remove: (id, signal) => removeImage(client, id, signal),
    named: async (name, signal) => (await byName(name, signal))?.images ?? [],
    source: (id, expired, signal) => sources[expired ? 'expired' : 'valid'](id, signal),
    newest: (family, signal) => newest(client, family, signal),
    search: (asked, signal) => searchImages(client, asked, signal),
    copies: imageCopies(client, read),
    imports: imageImports(client, read),
    removeUnused: (id, signal) => removeUnusedImage(client, id, signal),
    shares: (id, signal) => shares(client, id, signal),
    share: (id, change, signal) => changeShares(client, { id, ...change, signal }),
    modify: (id, change, signal) => modify(client, id, change, signal),
  };
}

async function createImage(
  client: Client,
  spec: ImageSpec,
  mark: Mark,
  signal: AbortSignal,
): Promise<string> {
  const doing = `Creating image ${spec.name}`;
  const answer = await client.call<CreateImageResponseBody>({
    product: 'Ecs',
    action: 'CreateImage',
    params: params(CreateImageRequest, {
      ...spec.source,
      imageName: spec.name,
      imageVersion: spec.version,
      description: spec.description,
      imageFamily: spec.family,
      bootMode: spec.bootMode,
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

/** Marketplace images show only to those who ask for them by that owner. */
async function source(
  client: Client,
  id: string,
  expired: boolean,
  signal: AbortSignal,
): Promise<Image | undefined> {
  const doing = `Looking up source image ${id}`;
  const filter = { imageId: id, showExpired: expired ? true : undefined };
  const look = async (of: Parameters<typeof describeImages>[1]) =>
    (await describeImages(client, of, doing, signal)).find((image) => image.id === id);
  return (await look(filter)) ?? look({ ...filter, imageOwnerAlias: 'marketplace' });
}

async function newest(client: Client, family: string, signal: AbortSignal): Promise<Image | undefined> {
  const answer = await client.call<DescribeImageFromFamilyResponseBody>({
    product: 'Ecs',
    action: 'DescribeImageFromFamily',
    params: params(DescribeImageFromFamilyRequest, { imageFamily: family }),
    doing: `Looking up the newest image of family ${family}`,
    signal,
  });
  // None is an empty object, not an error.
  return answer.Image?.ImageId ? toImage(answer.Image) : undefined;
}

async function modify(
  client: Client,
  id: string,
  change: Parameters<Images['modify']>[1],
  signal: AbortSignal,
): Promise<void> {
  await client.call({
    product: 'Ecs',
    action: 'ModifyImageAttribute',
    params: params(ModifyImageAttributeRequest, {
      imageId: id,
      imageFamily: change.family,
      imageName: change.name,
      status: change.status,
    }),
    doing: `Changing image ${id}`,
    signal,
    idempotent: true,
  });
}
