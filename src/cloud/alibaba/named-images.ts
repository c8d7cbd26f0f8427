import type { Image } from '../port.ts';
import type { Client } from './client.ts';
import { anyStatus, describeImages } from './image-list.ts';
import { oneByOne } from './one-by-one.ts';

/** Own images of one name; there may be several. */
interface NamedImages {
  readonly id: string;
  readonly images: readonly Image[];
}

/** Reads the own images of these names. */
export function namedImages(client: Client) {
  const own = { status: anyStatus, imageOwnerAlias: 'self' };
  const read = oneByOne(
    (name, signal) =>
      describeImages(client, { ...own, imageName: name }, `Looking for images named ${name}`, signal),
    (signal) => describeImages(client, own, 'Looking for images by their names', signal),
  );
  return async (names: readonly string[], signal: AbortSignal): Promise<readonly NamedImages[]> => {
    const found = await read(names, signal);
    // The service takes the name as a pattern, and images of a name are renamed and deleted: never those of others.
    const owned = found.filter(({ owner }) => owner === 'self');
    return names.map((name) => ({ id: name, images: owned.filter((image) => image.name === name) }));
  };
}
