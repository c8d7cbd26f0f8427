import type { Image, ImageSearch } from '../port.ts';
import { tagList } from './answer.ts';
import type { Client } from './client.ts';
import { anyStatus, describeImages } from './image-list.ts';

/** Images by what they have. The service shows marketplace images only to those who ask for them by that owner. */
export function searchImages(
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
  return describeImages(client, filter, 'Looking for images', signal);
}
