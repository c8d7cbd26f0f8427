import type { Cloud, Kind, Noun, Tags } from '../../cloud/port.ts';
import { markOf, RUN_TAG } from '../../engine/mark.ts';
import { until } from '../../engine/until.ts';
import { defaults } from '../../template/schema/field.ts';
import type { Account, AccountAccess, Found, TaggedThing } from '../leftovers.ts';
import { accessFields } from './config/access.ts';
import { withoutCredentials } from './emulated-keys.ts';

interface Item {
  readonly id: string;
  readonly tags: Tags;
  readonly createdAt: string;
}

/** Looks in the region of `cloud` for what runs have made. */
export async function thingsOfRuns(cloud: Cloud, signal: AbortSignal): Promise<Found> {
  const { instances, eips, images, snapshots, keyPairs, securityGroups, vSwitches, vpcs } = cloud;
  const found = async <I extends Item>(
    noun: Noun,
    kind: Pick<Kind<never, I>, 'find'>,
    more: (item: I) => Partial<TaggedThing>,
  ): Promise<readonly TaggedThing[]> => {
    const items = await kind.find({ [RUN_TAG]: '' }, signal);
    const common = { noun, region: cloud.region, name: '', parts: [], instanceId: '' };
    return items.map((item) => {
      const { id, createdAt, tags } = item;
      return { ...common, id, createdAt, runId: tags[RUN_TAG] ?? '', cost: '', ...more(item) };
    });
  };
  const all = await Promise.all([
    found('instance', instances, ({ type, status }) => ({ cost: `${type}, ${status}` })),
    found('EIP', eips, ({ instanceId, address }) => ({ instanceId, cost: `public address ${address}` })),
    found('image', images, ({ name, disks, size }) => ({
      name,
      cost: `${size} GiB of snapshots`,
      parts: disks.flatMap(({ snapshotId }) => snapshotId || []),
    })),
    found('snapshot', snapshots, () => ({ cost: 'snapshot storage' })),
    found('key pair', keyPairs, () => ({ cost: 'free' })),
    found('security group', securityGroups, () => ({ cost: 'free' })),
    found('vSwitch', vSwitches, () => ({ cost: 'free' })),
    found('VPC', vpcs, () => ({ cost: 'free' })),
  ]);
  const things = all.flat();
  return {
    tagged: things.filter(({ runId }) => runId !== ''),
    unmarked: things
      .filter(({ runId }) => runId === '')
      .map(({ noun, id, region }) => ({ noun, id, region })),
  };
}

const SETTLES_WITHIN = 5 * 60_000;

/** Removes one of them, when those that come before it in the list are gone. */
async function removeTagged(cloud: Cloud, thing: TaggedThing, signal: AbortSignal): Promise<void> {
  const { noun, id } = thing;
  if (noun === 'EIP') await freed(cloud, thing, signal);
  await kindOf(cloud, noun).remove(id, signal);
  if (noun !== 'instance') return;
  await until(async () => ({ found: await cloud.instances.read(id, signal) }), {
    what: `instance ${id} to be gone`,
    is: ({ found }) => found === undefined,
    within: SETTLES_WITHIN,
    expect: 3000,
    clock: cloud.clock,
    signal,
  });
}

function kindOf(cloud: Cloud, noun: Noun): Pick<Kind<never, Item>, 'remove'> {
  switch (noun) {
    case 'instance':
      return cloud.instances;
    case 'EIP':
      return cloud.eips;
    case 'image':
      return cloud.images;
    case 'image copy':
      return cloud.images.copies;
    case 'snapshot':
      return cloud.snapshots;
    case 'key pair':
      return cloud.keyPairs;
    case 'security group':
      return cloud.securityGroups;
    case 'vSwitch':
      return cloud.vSwitches;
    case 'VPC':
      return cloud.vpcs;
  }
}

/** The instance that an EIP belongs to may be gone by now, and took the association with it. */
async function freed(cloud: Cloud, { id, runId }: TaggedThing, signal: AbortSignal): Promise<void> {
  const { eips, clock } = cloud;
  const now = await eips.read(id, signal);
  if (now === undefined || now.instanceId === '') return;
  const mark = markOf({ runId, step: 'orphans', key: id, attempt: 0 });
  await eips.unassociate(id, now.instanceId, mark, signal);
  await until(() => eips.read(id, signal), {
    what: `EIP ${id} to be free`,
    is: ({ status }) => status === 'Available',
    within: SETTLES_WITHIN,
    expect: 4000,
    clock,
    signal,
  });
}

/** The account that the environment or a profile names; no template is needed. */
export async function openAccount(access: AccountAccess): Promise<Account> {
  const cloud = await accountCloud(access);
  return {
    region: cloud.region,
    find: (region, signal) => thingsOfRuns(cloud.in(region), signal),
    remove: (thing, signal) => removeTagged(cloud.in(thing.region), thing, signal),
    close: () => cloud.close(),
  };
}

/** The same as a cloud. */
export async function accountCloud({
  keys,
  profile,
  region,
  endpointUrl,
  ...around
}: AccountAccess): Promise<Cloud> {
  const [{ alibabaCloud }, { resolveAccess }] = await Promise.all([
    import('../../cloud/alibaba/alibaba-cloud.ts'),
    import('../../cloud/alibaba/credentials/access.ts'),
  ]);
  const env = keys === undefined ? around.env : withoutCredentials(around.env);
  const settings = {
    ...defaults(accessFields),
    access_key: keys?.accessKeyId ?? '',
    secret_key: keys?.accessKeySecret ?? '',
    security_token: env['SECURITY_TOKEN'] ?? '',
    region,
    profile,
  };
  const access = await resolveAccess(settings, { env, endpointUrl, otherwise: around.otherwise });
  return alibabaCloud({ ...access, endpointUrl });
}
