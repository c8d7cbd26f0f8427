import type { Cloud, Kind, Noun, Tags } from '../../cloud/port.ts';
import { markOf, RUN_TAG } from '../../engine/mark.ts';
import { until } from '../../engine/until.ts';

/** A thing in the cloud that carries the tag of a run. */
export interface TaggedThing {
  readonly noun: Noun;
  readonly id: string;
  readonly region: string;
  readonly runId: string;
  /** ISO 8601; empty where the service does not say. */
  readonly createdAt: string;
  /** What decides what it costs. */
  readonly cost: string;
  /** Of an image: its own name, and whether it is complete. */
  readonly name: string;
  /** Ids of things that it is made of: the snapshots of an image. */
  readonly parts: readonly string[];
  /** The instance that an EIP is associated with. */
  readonly instanceId: string;
}

interface Item {
  readonly id: string;
  readonly tags: Tags;
  readonly createdAt: string;
}

/** What a look for things of runs has found. */
interface Found {
  /** Everything that some run has made, in the order in which it can be removed. */
  readonly tagged: readonly TaggedThing[];
  /** What the service answered as well, although its row shows no mark of a run. It may belong to anybody. */
  readonly unmarked: readonly Pick<TaggedThing, 'noun' | 'id' | 'region'>[];
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
export async function removeTagged(cloud: Cloud, thing: TaggedThing, signal: AbortSignal): Promise<void> {
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

interface OrphanAccess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly profile: string;
  readonly region: string;
  readonly endpointUrl: string | undefined;
  /** The region where none is named. */
  readonly otherwise?: string | undefined;
}

/** The account that the environment or a profile names; no template is needed. */
export async function accountCloud({
  env,
  profile,
  region,
  endpointUrl,
  otherwise,
}: OrphanAccess): Promise<Cloud> {
  const [{ alibabaCloud }, { resolveAccess }] = await Promise.all([
    import('../../cloud/alibaba/alibaba-cloud.ts'),
    import('../../cloud/alibaba/credentials/access.ts'),
  ]);
  const nothing = { access_key: '', secret_key: '', security_token: env['SECURITY_TOKEN'] ?? '' };
  const roles = {
    ram_role_name: '',
    ram_role_arn: '',
    ram_session_name: '',
    ram_session_policy: '',
    ram_session_duration: 0,
    ram_external_id: '',
  };
  const settings = {
    ...nothing,
    ...roles,
    region,
    profile,
    shared_credentials_file: '',
    custom_endpoint_ecs: '',
  };
  const access = await resolveAccess(settings, { env, endpointUrl, otherwise });
  return alibabaCloud({ ...access, endpointUrl });
}
