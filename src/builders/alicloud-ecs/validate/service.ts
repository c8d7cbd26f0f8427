import { statSync } from 'node:fs';
import type { EcsConfig } from '../config.ts';
import { moreThanRegions, notOneOf, reservedTag, tooMany, wrongShape } from '../words.ts';
import { choiceFindings } from './choices.ts';
import { diskFindings } from './disks.ts';
import { imageFindings } from './images.ts';
import { networkFindings } from './network.ts';
import { familyFindings } from './packer.ts';
import { roleFindings } from './role.ts';

/** The service takes 20 tags; two are the mark that says which run made the thing. */
const MOST_TAGS = 18;
const MOST_USER_DATA = 32 * 1024;

/** What the service would refuse, said before anything is made and charged. */
export function serviceFindings(config: EcsConfig): readonly string[] {
  return [
    ...roleFindings(config),
    ...imageFindings(config),
    ...choiceFindings(config),
    ...instance(config),
    ...texts(config),
    ...userData(config),
    ...networkFindings(config),
    ...tags('tags', config.tags),
    ...tags('run_tags', config.run_tags),
    ...copies(config),
    ...timeouts(config),
    ...diskFindings(config),
  ];
}

function instance({ security_enhancement_strategy: strategy }: EcsConfig): readonly string[] {
  if (['', 'Active', 'Deactive'].includes(strategy)) return [];
  return [notOneOf('security_enhancement_strategy', strategy, ['Active', 'Deactive'])];
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
  const regions = config.image_copy_regions.length;
  const lists = ['image_copy_names', 'image_copy_families', 'kms_key_copy_ids'] as const;
  return [
    ...lists
      .filter((field) => config[field].length > regions)
      .map((field) => moreThanRegions(field, config[field].length, regions)),
    ...config.image_copy_families.flatMap((family, index) =>
      familyFindings(`image_copy_families[${index}]`, family),
    ),
  ];
}

function timeouts(config: EcsConfig): readonly string[] {
  const fields = ['wait_snapshot_ready_timeout', 'wait_copying_image_ready_timeout'] as const;
  return fields
    .filter((field) => config[field] < 0)
    .map((field) => wrongShape(field, String(config[field]), 'a number of seconds, 0 or more (0: 3600)'));
}

/** Zero for what cannot be looked at, whatever the reason: that is told elsewhere. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
