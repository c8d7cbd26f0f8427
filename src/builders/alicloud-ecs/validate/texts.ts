import { MOST_TAGS } from '../../../cloud/alibaba/rules/combinations.ts';
import { rulesOf } from '../../../cloud/alibaba/rules/requests.ts';
import type { EcsConfig } from '../config.ts';
import { tooMany, wrongShape } from '../words.ts';
import { imageNameFindings } from './packer.ts';

/** Texts that a setting sends as they are, with the parameter that they become: its rule is that of the setting. */
const SENT: readonly (readonly [field: keyof EcsConfig, action: string, parameter: string])[] = [
  ['image_name', 'CreateImage', 'ImageName'],
  ['image_version', 'CreateImage', 'ImageVersion'],
  ['image_description', 'CreateImage', 'Description'],
  ['image_copy_names', 'CopyImage', 'DestinationImageName'],
  ['image_share_account', 'ModifyImageSharePermission', 'AddAccount.N'],
  ['image_unshare_account', 'ModifyImageSharePermission', 'RemoveAccount.N'],
  ['instance_name', 'RunInstances', 'InstanceName'],
  ['description', 'RunInstances', 'Description'],
  ['ssh_password', 'RunInstances', 'Password'],
  ['winrm_password', 'RunInstances', 'Password'],
  ['security_enhancement_strategy', 'RunInstances', 'SecurityEnhancementStrategy'],
  ['security_group_name', 'CreateSecurityGroup', 'SecurityGroupName'],
  ['vpc_name', 'CreateVpc', 'VpcName'],
  ['vswitch_name', 'CreateVSwitch', 'VSwitchName'],
];

/** Never shown, also where it is wrong. */
const SECRET: readonly (keyof EcsConfig)[] = ['ssh_password', 'winrm_password'];

/** Two tags mark which run made a thing. */
const OWN_TAGS = MOST_TAGS - 2;

/** Findings in names, descriptions, passwords, accounts and tags, by the service's own rules for what they become. */
export function textFindings(config: EcsConfig): readonly string[] {
  return [
    ...SENT.flatMap(([field, action, parameter]) =>
      valuesOf(config, field).flatMap(([name, value]) =>
        broken(action, parameter, value).map((shape) =>
          wrongShape(name, SECRET.includes(field) ? '<sensitive>' : value, shape),
        ),
      ),
    ),
    // The image's tags stand on its copies and snapshots too, those of the run on everything temporary.
    ...tags('tags', config.tags, ['CreateImage', 'TagResources']),
    ...tags('run_tags', config.run_tags, ['RunInstances', 'CreateVpc']),
    ...disks(config),
  ];
}

function valuesOf(config: EcsConfig, field: keyof EcsConfig): readonly (readonly [string, string])[] {
  // Told in Packer's words already.
  if (field === 'image_name' && imageNameFindings(config.image_name).length > 0) return [];
  const value = config[field];
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  const listed = Array.isArray(value);
  return all.flatMap((one, index) =>
    typeof one === 'string' && one !== '' ? [[listed ? `${field}[${index}]` : field, one] as const] : [],
  );
}

/** What a value would have to be; nothing where it is so, or where nobody knows. */
function broken(action: string, parameter: string, value: string): readonly string[] {
  const known = rulesOf(action)[parameter];
  return known === undefined || known.rule.accepts(value) ? [] : [known.rule.shape];
}

function tags(
  field: string,
  map: Readonly<Record<string, string>>,
  actions: readonly string[],
): readonly string[] {
  const keys = Object.keys(map);
  const many =
    keys.length > OWN_TAGS
      ? [tooMany(field, keys.length, OWN_TAGS, `the service takes ${MOST_TAGS} tags, two mark the run`)]
      : [];
  const wrong = keys.flatMap((key) => {
    const first = (parameter: string, value: string) =>
      actions.flatMap((action) => broken(action, parameter, value)).slice(0, 1);
    const value = map[key] ?? '';
    return [
      ...first('Tag.N.Key', key).map((shape) => wrongShape(`a key of ${field}`, key, shape)),
      ...first('Tag.N.Value', value).map((shape) => wrongShape(`${field}.${key}`, value, shape)),
    ];
  });
  return [...many, ...wrong];
}

function disks(config: EcsConfig): readonly string[] {
  const all = [
    ['system_disk_mapping', 'SystemDisk', config.system_disk_mapping] as const,
    ...config.image_disk_mappings.map(
      (disk, index) => [`image_disk_mappings[${index}]`, 'DataDisk.N', disk] as const,
    ),
  ];
  return all.flatMap(([field, prefix, disk]) =>
    (
      [
        ['disk_name', 'DiskName'],
        ['disk_description', 'Description'],
      ] as const
    ).flatMap(([key, parameter]) =>
      disk[key] === ''
        ? []
        : broken('RunInstances', `${prefix}.${parameter}`, disk[key]).map((shape) =>
            wrongShape(`${field}.${key}`, disk[key], shape),
          ),
    ),
  );
}
