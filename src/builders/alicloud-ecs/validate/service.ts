import { statSync } from 'node:fs';
import {
  moreThanRegions,
  notOneOf,
  outOfRange,
  reservedTag,
  tooMany,
  wrongShape,
} from '../../../errors/word/alicloud-ecs.ts';
import { parseCidr } from '../cidr.ts';
import type { EcsConfig } from '../config.ts';
import { diskFindings } from './disks.ts';

/** The service takes 20 tags; two are the mark that says which run made the thing. */
const MOST_TAGS = 18;
const MOST_USER_DATA = 32 * 1024;

/** What the service would refuse, said before anything is made and charged. */
export function serviceFindings(config: EcsConfig): readonly string[] {
  return [
    ...instance(config),
    ...texts(config),
    ...userData(config),
    ...network(config),
    ...tags('tags', config.tags),
    ...tags('run_tags', config.run_tags),
    ...copies(config),
    ...timeouts(config),
    ...diskFindings(config),
  ];
}

function instance({ instance_type, security_enhancement_strategy: strategy }: EcsConfig): readonly string[] {
  const findings: string[] = [];
  if (instance_type !== '' && !/^ecs(\.[a-z0-9-]+){2,}$/.test(instance_type))
    findings.push(wrongShape('instance_type', instance_type, "a name such as 'ecs.g6.large'"));
  if (!['', 'Active', 'Deactive'].includes(strategy))
    findings.push(notOneOf('security_enhancement_strategy', strategy, ['Active', 'Deactive']));
  return findings;
}

/** Names and descriptions. Which characters a name may have differs from thing to thing, so that is left to the service. */
function texts(config: EcsConfig): readonly string[] {
  const names = ['instance_name', 'vpc_name', 'vswitch_name', 'security_group_name'] as const;
  const copies = config.image_copy_names.map((name, index) => [`image_copy_names[${index}]`, name] as const);
  const named = [...names.map((field) => [field, config[field]] as const), ...copies];
  const limits = [
    ['image_version', 40],
    ['image_description', 256],
    ['description', 256],
  ] as const;
  return [
    ...named
      .filter(([, name]) => name !== '' && !isName(name))
      .map(([field, name]) => wrongShape(field, name, '2 to 128 characters that begin with a letter')),
    ...limits
      .filter(([field, most]) => config[field].length > most)
      .map(
        ([field, most]) => `${field} has ${config[field].length} characters, at most ${most} are possible`,
      ),
  ];
}

function isName(name: string): boolean {
  return /^\p{L}.{1,127}$/u.test(name) && !/^https?:\/\//.test(name);
}

function userData({ user_data, user_data_file }: EcsConfig): readonly string[] {
  const inline = Buffer.byteLength(user_data);
  const file = user_data_file === '' ? 0 : sizeOf(user_data_file);
  const size = Math.max(inline, file);
  if (size <= MOST_USER_DATA) return [];
  const field = file > inline ? 'user_data_file' : 'user_data';
  return [
    `${field} has ${size} bytes, at most ${MOST_USER_DATA} are possible: upload the rest with a provisioner`,
  ];
}

/** Zero for what cannot be looked at, whatever the reason: that is told elsewhere. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

function network(config: EcsConfig): readonly string[] {
  const { internet_charge_type: charge, internet_max_bandwidth_out: bandwidth, vpc_cidr_block } = config;
  const findings: string[] = [];
  if (!['', 'PayByTraffic', 'PayByBandwidth'].includes(charge))
    findings.push(notOneOf('internet_charge_type', charge, ['PayByTraffic', 'PayByBandwidth']));
  if (!['', 'public_ip', 'private_ip'].includes(config.ssh_interface))
    findings.push(notOneOf('ssh_interface', config.ssh_interface, ['public_ip', 'private_ip']));
  if (config.ssh_private_ip && config.ssh_interface === 'public_ip')
    findings.push("ssh_interface is 'public_ip', but ssh_private_ip is true: leave one of them out");
  if (bandwidth < 0 || bandwidth > 100)
    findings.push(outOfRange('internet_max_bandwidth_out', bandwidth, 0, 100));
  if (vpc_cidr_block !== '' && parseCidr(vpc_cidr_block) === undefined)
    findings.push(wrongShape('vpc_cidr_block', vpc_cidr_block, "an address range such as '172.16.0.0/16'"));
  return findings;
}

function tags(field: string, map: Readonly<Record<string, string>>): readonly string[] {
  const keys = Object.keys(map);
  const findings: string[] = [];
  if (keys.length > MOST_TAGS)
    findings.push(tooMany(field, keys.length, MOST_TAGS, 'the service takes 20 tags, two mark the run'));
  for (const key of keys) {
    if (/^(aliyun|acs:)|https?:\/\//i.test(key)) findings.push(reservedTag(field, key));
    const value = map[key] ?? '';
    if (key === '' || key.length > 128)
      findings.push(wrongShape(`a key of ${field}`, key, 'of 1 to 128 characters'));
    if (value.length > 128) findings.push(wrongShape(`${field}.${key}`, value, 'of at most 128 characters'));
  }
  return findings;
}

function copies(config: EcsConfig): readonly string[] {
  const { image_copy_regions: regions, image_copy_names: names, kms_key_copy_ids: keys } = config;
  const findings: string[] = [];
  if (names.length > regions.length)
    findings.push(moreThanRegions('image_copy_names', names.length, regions.length));
  if (keys.length > regions.length)
    findings.push(moreThanRegions('kms_key_copy_ids', keys.length, regions.length));
  return findings;
}

function timeouts(config: EcsConfig): readonly string[] {
  const fields = ['wait_snapshot_ready_timeout', 'wait_copying_image_ready_timeout'] as const;
  return fields
    .filter((field) => config[field] < 0)
    .map((field) => wrongShape(field, String(config[field]), 'a number of seconds, 0 or more (0: 3600)'));
}
