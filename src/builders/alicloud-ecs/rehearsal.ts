import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../cloud/port.ts';
import type { Communicator } from '../../communicators/communicator.ts';
import { markOf } from '../../engine/mark.ts';
import type { Guest } from '../../machine/guest.ts';
import { runKey } from '../../machine/run-key.ts';
import type { BuildScope, Rehearsal } from '../builder.ts';
import type { EcsConfig } from './config.ts';
import { filters } from './images/source-filter.ts';
import { CLOUD_ASSISTANT } from './instance/assistant-agent.ts';

/** Copies go here in a rehearsal, in the order of the template: which regions they are makes no difference. */
const COPY_REGIONS = [
  'cn-beijing',
  'cn-shanghai',
  'cn-shenzhen',
  'cn-chengdu',
  'cn-guangzhou',
  'ap-southeast-1',
  'eu-central-1',
];

/**
 * The settings as an embedded cloud can play them: what depends on a real account or on what is sold where is replaced
 * by something like it. Which calls a build makes stays the same.
 */
export function rehearsed(
  config: EcsConfig,
  { accessKeyId, accessKeySecret, variant }: Rehearsal,
): EcsConfig {
  const family = config.image_family !== '' || filters(config);
  const regions = config.image_copy_regions
    .slice(0, COPY_REGIONS.length)
    .map((_, index) => COPY_REGIONS[index] ?? '');
  const { source_image_filter: filter } = config;
  return Object.freeze({
    ...config,
    access_key: accessKeyId,
    secret_key: accessKeySecret,
    security_token: '',
    profile: '',
    ram_role_name: '',
    ram_role_arn: '',
    custom_endpoint_ecs: '',
    region: 'cn-hangzhou',
    zone_id: '',
    zone_ids: [],
    instance_type: 'ecs.g6.large',
    instance_types: [],
    spot_strategy: '',
    spot_price_limit: '',
    boot_mode: '',
    security_enhancement_strategy: '',
    source_image: family ? '' : 'aliyun_3_x64_20G_alibase_20240819.vhd',
    image_family: config.image_family === '' ? '' : 'acs:centos_7_9_x64',
    source_image_filter: filters(config)
      ? {
          ...filter,
          owner: 'system',
          name: 'debian_11*',
          family: '',
          os: '',
          architecture: '',
          tags: {},
          most_recent: true,
        }
      : filter,
    system_disk_mapping: { ...config.system_disk_mapping, disk_category: '', disk_size: 0 },
    image_disk_mappings: config.image_disk_mappings.map((disk) => ({
      ...disk,
      disk_category: '',
      disk_size: 20,
      disk_snapshot_id: '',
    })),
    image_copy_regions: regions,
    kms_key_id: config.kms_key_id === '' ? '' : 'key-rehearsal',
    kms_key_copy_ids: config.kms_key_copy_ids.map((key) => (key === '' ? '' : 'key-rehearsal')),
    communicator: config.communicator === '' ? 'ssh' : config.communicator,
    image_name: `rehearsed${variant}`,
    image_copy_names: config.image_copy_names.map((_, index) => `rehearsed-${index}${variant}`),
    image_keep_last: Math.min(1, config.image_keep_last),
    image_deprecate_after: Math.min(1, config.image_deprecate_after),
  });
}

/** Makes what the template names by id, in place of what only the real account has. */
export async function standIns(
  cloud: Cloud,
  config: EcsConfig,
  { folder, signal }: Pick<BuildScope, 'folder' | 'signal'>,
): Promise<Partial<EcsConfig>> {
  const mark = (step: string) =>
    markOf({ runId: 'stand-ins', step: step + randomUUID(), key: '', attempt: 0 });
  const owned = { tags: {}, resourceGroupId: '' };
  const { vpc_id, vswitch_id, security_group_id, eip_id, ssh_keypair_name } = config;
  const made: Record<string, string> = {};
  if (vpc_id !== '' || vswitch_id !== '' || security_group_id !== '') {
    const vpc = await cloud.vpcs.create(
      { ...owned, name: 'stand-in', cidrBlock: '172.16.0.0/12' },
      mark('vpc'),
      signal,
    );
    if (vpc_id !== '') made['vpc_id'] = vpc;
    const [zone] = await cloud.zones(config.instance_type, signal);
    const place = { vpcId: vpc, zoneId: zone?.id ?? '', cidrBlock: '172.20.0.0/24' };
    if (vswitch_id !== '')
      made['vswitch_id'] = await cloud.vSwitches.create(
        { ...owned, name: 'stand-in', ...place },
        mark('vSwitch'),
        signal,
      );
    if (security_group_id !== '')
      made['security_group_id'] = await cloud.securityGroups.create(
        { ...owned, name: 'stand-in', vpcId: vpc },
        mark('group'),
        signal,
      );
  }
  if (eip_id !== '')
    made['eip_id'] = await cloud.eips.create(
      { ...owned, name: '', internetChargeType: '', bandwidth: 0 },
      mark('eip'),
      signal,
    );
  if (ssh_keypair_name !== '') {
    const { publicKey } = await runKey(folder, { comment: 'stand-in', config });
    made['ssh_keypair_name'] = await cloud.keyPairs.create(
      { ...owned, name: `stand-in-${randomUUID()}`, publicKey },
      mark('key'),
      signal,
    );
  }
  return made;
}

/** The guest of a rehearsal; with Cloud Assistant the real one, for its calls are calls to the cloud. */
export function standInGuest(config: EcsConfig): Guest | undefined {
  if (config.communicator === CLOUD_ASSISTANT) return undefined;
  const done = async () => undefined;
  const link: Communicator = {
    kind: 'none',
    data: {},
    exec: async () => ({ code: 0 }),
    close: done,
    upload: done,
    uploadDir: done,
    download: done,
    downloadDir: done,
  };
  return { connect: async () => link, current: () => link, hostKey: () => undefined, close: done };
}
