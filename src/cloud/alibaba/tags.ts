import { TagResourcesRequest } from '@alicloud/ecs20140526/dist/models/TagResourcesRequest.js';
import { isBuildError } from '../../errors/build-error.ts';
import type { Cloud, Tags } from '../port.ts';
import { tagList } from './answer.ts';
import type { Client } from './client.ts';
import { type Poller, poller } from './poller.ts';
import { params } from './wire.ts';

// The service's limit of ids in one call.
const most = 50;

/**
 * Tags things that exist; builds that give their things the same tags meet in one call. AddTags, which Packer calls, is
 * deprecated.
 */
export function tagger(client: Client): Cloud['tag'] {
  const meetings = new Map<string, Poller<Tagged>>();
  return async (type, ids, tags, signal) => {
    if (Object.keys(tags).length === 0) return;
    const key = JSON.stringify([type, tags]);
    const one =
      meetings.get(key) ??
      poller(most, (all, shared) => tagAll(client, { type, ids: all, tags }, shared), client.clock);
    meetings.set(key, one);
    for (const tagged of await Promise.all(ids.map((id) => one(id, signal))))
      if (tagged?.error !== undefined) throw tagged.error;
  };
}

interface Tagging {
  readonly type: Parameters<Cloud['tag']>[0];
  readonly ids: readonly string[];
  readonly tags: Tags;
}

interface Tagged {
  readonly id: string;
  readonly error?: unknown;
}

/** One thing that is gone makes the service refuse all: then each is tagged by itself, and has its own error. */
async function tagAll(
  client: Client,
  { type, ids, tags }: Tagging,
  signal: AbortSignal,
): Promise<readonly Tagged[]> {
  try {
    await tag(client, { type, ids, tags }, signal);
    return ids.map((id) => ({ id }));
  } catch (error) {
    if (ids.length === 1 || !isBuildError(error, 'cloud-missing', 'cloud-invalid', 'cloud-denied'))
      throw error;
    return Promise.all(
      ids.map((id) =>
        tag(client, { type, ids: [id], tags }, signal).then(
          () => ({ id }),
          (own: unknown) => ({ id, error: own }),
        ),
      ),
    );
  }
}

async function tag(client: Client, { type, ids, tags }: Tagging, signal: AbortSignal): Promise<void> {
  await client.call({
    product: 'Ecs',
    action: 'TagResources',
    params: params(TagResourcesRequest, { resourceType: type, resourceId: ids, tag: tagList(tags) }),
    doing: `Tagging ${type} ${ids.join(', ')}`,
    signal,
    idempotent: true,
  });
}
