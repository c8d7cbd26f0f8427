import { CancelCopyImageRequest } from '@alicloud/ecs20140526/dist/models/CancelCopyImageRequest.js';
import { DeleteImageRequest } from '@alicloud/ecs20140526/dist/models/DeleteImageRequest.js';
import { isBuildError } from '../../errors/build-error.ts';
import type { Image } from '../port.ts';
import { apiCode, unlessGone } from './absence.ts';
import type { Client } from './client.ts';
import { changeShares, shares } from './image-shares.ts';
import type { Poller } from './poller.ts';
import { params } from './wire.ts';
import { imageStillShared } from './words.ts';

/** Removes an image though instances were made of it; one that is shared is taken back from everybody first. */
export async function removeImage(client: Client, id: string, signal: AbortSignal): Promise<void> {
  try {
    await deleteImage(client, id, signal);
  } catch (error) {
    if (!isBuildError(error) || !/^ImageUseShared|^OperationDenied\.ImageShared/.test(apiCode(error)))
      throw error;
    const remove = await shares(client, id, signal);
    if (remove.length === 0) throw imageStillShared(id, client.region, error);
    await changeShares(client, { id, add: [], remove, signal });
    await deleteImage(client, id, signal);
  }
}

/** A copy that is still being made is cancelled, which removes it; one that has come to its end is an image like others. */
export async function removeCopy(
  client: Client,
  id: string,
  read: Poller<Image>,
  signal: AbortSignal,
): Promise<void> {
  const copy = await read(id, signal);
  if (copy === undefined) return;
  if (copy.status === 'Creating' || copy.status === 'Waiting') await cancelCopy(client, id, signal);
  await removeImage(client, id, signal);
}

/** Removes an image that nobody uses; the service refuses any other. */
export function removeUnusedImage(client: Client, id: string, signal: AbortSignal): Promise<void> {
  return deleteImage(client, id, signal, false);
}

function deleteImage(client: Client, id: string, signal: AbortSignal, force = true): Promise<void> {
  const call = client.call({
    product: 'Ecs',
    action: 'DeleteImage',
    params: params(DeleteImageRequest, { imageId: id, force }),
    doing: `Removing image ${id}`,
    signal,
    idempotent: true,
  });
  return unlessGone(call);
}

async function cancelCopy(client: Client, id: string, signal: AbortSignal): Promise<void> {
  const call = client.call({
    product: 'Ecs',
    action: 'CancelCopyImage',
    params: params(CancelCopyImageRequest, { imageId: id }),
    doing: `Cancelling the copy into image ${id}`,
    signal,
    idempotent: true,
  });
  // Done: it has come to its end since we looked.
  await unlessGone(call, 'done');
}
