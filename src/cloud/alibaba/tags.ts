import { TagResourcesRequest } from '@alicloud/ecs20140526/dist/models/TagResourcesRequest.js';
import type { Cloud } from '../port.ts';
import { tagList } from './answer.ts';
import type { Client } from './client.ts';
import { params } from './wire.ts';

// The service's limit of ids in one call.
const most = 50;

/** Tags things that exist. AddTags, which Packer calls, is deprecated. */
export function tagger(client: Client): Cloud['tag'] {
  return async (type, ids, tags, signal) => {
    if (Object.keys(tags).length === 0) return;
    for (let start = 0; start < ids.length; start += most)
      await client.call({
        product: 'Ecs',
        action: 'TagResources',
        params: params(TagResourcesRequest, {
          resourceType: type,
          resourceId: ids.slice(start, start + most),
          tag: tagList(tags),
        }),
        doing: `Tagging ${type} ${ids.slice(start, start + most).join(', ')}`,
        signal,
        idempotent: true,
      });
  };
}
