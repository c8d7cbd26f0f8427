import { createHash } from 'node:crypto';
import { DeleteKeyPairsRequest } from '@alicloud/ecs20140526/dist/models/DeleteKeyPairsRequest.js';
import { DescribeKeyPairsRequest } from '@alicloud/ecs20140526/dist/models/DescribeKeyPairsRequest.js';
import type {
  DescribeKeyPairsResponseBody,
  DescribeKeyPairsResponseBodyKeyPairsKeyPair,
} from '@alicloud/ecs20140526/dist/models/DescribeKeyPairsResponseBody.js';
import { ImportKeyPairRequest } from '@alicloud/ecs20140526/dist/models/ImportKeyPairRequest.js';
import { carries, type Mark } from '../../engine/mark.ts';
import { isBuildError } from '../../errors/build-error.ts';
import type { KeyPair, KeyPairSpec, Kind } from '../port.ts';
import { unlessGone } from './absence.ts';
import { tagList, tagsOf, text } from './answer.ts';
import type { ApiCall, Client } from './client.ts';
import { oneByOne } from './one-by-one.ts';
import { allPages } from './pages.ts';
import { poller } from './poller.ts';
import { remedy } from './remedy.ts';
import { together } from './together.ts';
import { type Fields, params, type Wire } from './wire.ts';

/**
 * Key pairs are imported, never made by the service, so the private key stays here. The API takes no ClientToken: the
 * unique name stands for it. A pair of that name that has the tags of the mark, or the key that only this run knows, is our
 * own from a try whose answer was lost.
 */
export function keyPairs(client: Client): Kind<KeyPairSpec, KeyPair> {
  const named = poller(
    1000,
    oneByOne(
      (name, signal) => describe(client, { keyPairName: name }, `Reading key pair ${name}`, signal),
      (signal) => describe(client, {}, 'Reading the key pairs', signal),
    ),
    client.clock,
  );
  return {
    noun: 'key pair',
    remedy: (name) => remedy(client, 'ecs DeleteKeyPairs', 'KeyPairNames')(`'["${name}"]'`),
    create: async (spec, mark, signal) => {
      try {
        await importKeyPair(client, spec, mark, signal);
      } catch (error) {
        if (!isBuildError(error, 'cloud-exists')) throw error;
        const pair = await named(spec.name, signal);
        if (pair === undefined || !(carries(pair, mark.tags) || holds(pair, spec))) throw error;
      }
      return spec.name;
    },
    read: named,
    find: (tags, signal) =>
      describe(client, { tag: tagList(tags) }, 'Looking for key pairs of this run', signal),
    remove: remover(client),
  };
}

/** The most names in one call, far below what the service takes. */
const MOST = 50;

function remover(client: Client) {
  const remove = (names: readonly string[], how: Pick<ApiCall, 'signal' | 'hasTurn' | 'impatient'>) =>
    client.call({
      product: 'Ecs',
      action: 'DeleteKeyPairs',
      params: params(DeleteKeyPairsRequest, { keyPairNames: JSON.stringify(names) }),
      doing: `Removing key pair ${names.join(', ')}`,
      idempotent: true,
      ...how,
    });
  return together(client, {
    action: 'Ecs.DeleteKeyPairs',
    limit: MOST,
    one: (id, how) => unlessGone(remove([id], how)),
    async many(ids, signal) {
      await remove(ids, { signal, hasTurn: true, impatient: true });
      return [];
    },
  });
}

async function importKeyPair(
  client: Client,
  spec: KeyPairSpec,
  mark: Mark,
  signal: AbortSignal,
): Promise<void> {
  await client.call({
    product: 'Ecs',
    action: 'ImportKeyPair',
    params: params(ImportKeyPairRequest, {
      keyPairName: spec.name,
      publicKeyBody: spec.publicKey,
      resourceGroupId: spec.resourceGroupId,
      tag: tagList(spec.tags, mark.tags),
    }),
    doing: `Importing key pair ${spec.name}`,
    signal,
    // The second time it says AlreadyExist, which `create` looks into.
    idempotent: true,
  });
}

/** Whether a pair that shows no tags is of this very key, by its fingerprint: MD5 with colons. */
function holds({ fingerprint, tags }: KeyPair, { publicKey }: KeyPairSpec): boolean {
  if (Object.keys(tags).length > 0) return false;
  const [, blob = ''] = publicKey.split(' ');
  const digest = createHash('md5').update(Buffer.from(blob, 'base64')).digest('hex');
  return fingerprint.replaceAll(':', '').toLowerCase() === digest;
}

async function describe(
  client: Client,
  filter: Fields<DescribeKeyPairsRequest>,
  doing: string,
  signal: AbortSignal,
): Promise<readonly KeyPair[]> {
  const rows = await allPages(50, async (paging) => {
    const answer = await client.call<DescribeKeyPairsResponseBody>({
      product: 'Ecs',
      action: 'DescribeKeyPairs',
      params: params(DescribeKeyPairsRequest, { ...filter, ...paging }),
      doing,
      signal,
    });
    return { rows: answer.KeyPairs?.KeyPair, total: answer.TotalCount };
  });
  return rows.map(toKeyPair);
}

function toKeyPair(row: Wire<DescribeKeyPairsResponseBodyKeyPairsKeyPair>): KeyPair {
  return {
    id: text(row.KeyPairName),
    fingerprint: text(row.KeyPairFingerPrint),
    tags: tagsOf(row.Tags?.Tag),
    createdAt: text(row.CreationTime),
  };
}
