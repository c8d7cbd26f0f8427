import { carries } from '../../engine/mark.ts';
import type { Image, ImageSearch } from '../port.ts';
import { tagList } from './answer.ts';
import type { Client } from './client.ts';
import { anyStatus, describeImages } from './image-list.ts';

/** Images by what they have. The service shows marketplace images only to those who ask for them by that owner. */
export async function searchImages(
  client: Client,
  { owner, family, architecture, tags, anyStatus: any = false }: ImageSearch,
  signal: AbortSignal,
): Promise<readonly Image[]> {
  const account = /^\d+$/.test(owner);
  const filter = {
    imageOwnerAlias: account ? 'others' : owner,
    imageOwnerId: account ? Number(owner) : undefined,
    imageFamily: family,
    architecture,
    tag: tagList(tags),
    status: any ? anyStatus : undefined,
  };
  const found = await describeImages(client, filter, 'Looking for images', signal);
  // Older images of a family are deleted by what is found here, so a filter that was ignored must not let others in.
  return found.filter(
    (image) =>
      (filter.imageOwnerAlias === '' || image.owner === filter.imageOwnerAlias) &&
      (family === '' || image.family === family) &&
      (architecture === '' || image.architecture === architecture) &&
      carries(image, tags),
  );
}
