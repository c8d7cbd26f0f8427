import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EcsConfig } from '../../../src/builders/alicloud-ecs/config.ts';
import { findings } from '../../../src/builders/alicloud-ecs/validate.ts';
import { invalidSettings } from '../../../src/builders/alicloud-ecs/words.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { disk, settings } from './settings.ts';

const folder = temporaryFolder('ecs-validate');
const large = join(folder, 'large.sh');
const small = join(folder, 'small.sh');
writeFileSync(small, 'true');
writeFileSync(large, 'x'.repeat(32 * 1024 + 1));

const filter = (changes: Partial<EcsConfig['source_image_filter']>) => ({
  ...settings().source_image_filter,
  ...changes,
});

type Row = readonly [what: string, changes: Partial<EcsConfig>, expected: string];

const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 'v']));
const FAMILY_SHAPE =
  "target_image_family should be [2, 128] English or Chinese characters. It must begin with an uppercase/lowercase letter or a Chinese character, and may contain numbers, '_' or '-'";
const CREDENTIALS =
  '(ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY) or ram_role_name option must be set in template file or environment variables.';
const ROLE = 'acs:ram::1234567890123456:role/builder';
const LIKE_PACKER: readonly Row[] = [
  ['no access key', { access_key: '' }, CREDENTIALS],
  ['no secret key', { secret_key: '' }, CREDENTIALS],
  [
    'no region',
    { region: '' },
    'region option or ALICLOUD_REGION must be provided in template file or environment variables.',
  ],
  ['no image name', { image_name: '' }, 'image_name must be specified'],
  [
    'a short image name',
    { image_name: 'a' },
    'image_name must less than 128 letters and more than 1 letters',
  ],
  [
    'a long image name',
    { image_name: 'a'.repeat(129) },
    'image_name must less than 128 letters and more than 1 letters',
  ],
  [
    'an address as image name',
    { image_name: 'http://x' },
    "image_name can't start with 'http://' or 'https://'",
  ],
  ['a blank in the image name', { image_name: 'my image' }, "image_name can't include spaces"],
  [
    'a reserved family',
    { target_image_family: 'acs:mine' },
    "target_image_family can't start with 'aliyun', 'acs:', 'http://' or 'https://'",
  ],
  ['a family that begins with a digit', { target_image_family: '1st' }, FAMILY_SHAPE],
  ['a family of one letter', { target_image_family: 'f' }, FAMILY_SHAPE],
  [
    'an unknown boot mode',
    { boot_mode: 'uefi' },
    "boot_mode should to be one of 'BIOS', 'UEFI' or 'UEFI-Preferred'",
  ],
  ['nothing to start from', { source_image: '' }, 'A source_image must be specified'],
  [
    'two images to start from',
    { image_family: 'acs:centos_7_9_x64' },
    'An image_family and source_image can not be specified at the same time. Please use only one.',
  ],
  ['a blank behind the source image', { source_image: 'm-1 ' }, "The source_image can't include spaces"],
  [
    'a blank before the family',
    { source_image: '', image_family: ' acs:x' },
    "The image_family can't include spaces",
  ],
  ['no instance type', { instance_type: '' }, 'An alicloud_instance_type must be specified'],
  [
    'user data twice',
    { user_data: '#!/bin/sh', user_data_file: small },
    'Only one of user_data or user_data_file can be specified.',
  ],
  ['a missing user data file', { user_data_file: '/no/file' }, 'user_data_file not found: /no/file'],
  [
    'a user data file whose name no system takes',
    { user_data_file: 'x'.repeat(300) },
    `user_data_file not found: ${'x'.repeat(300)}`,
  ],
];

const BEFORE_THE_SERVICE: readonly Row[] = [
  [
    'a key pair whose private key nobody has',
    { ssh_keypair_name: 'team' },
    "ssh_keypair_name is 'team', but nothing holds its private key: set ssh_private_key_file or ssh_agent_auth",
  ],
  [
    'a role of another form',
    { ram_role_arn: 'builder' },
    "ram_role_arn is 'builder', must be such as 'acs:ram::1234567890123456:role/builder'",
  ],
  [
    'a session name with a blank',
    { ram_role_arn: ROLE, ram_session_name: 'a b' },
    "ram_session_name is 'a b', must be 2 to 64 letters, digits, '.', '@', '-' or '_'",
  ],
  [
    'a session that is too short',
    { ram_role_arn: ROLE, ram_session_duration: 899 },
    'ram_session_duration is 899, must be from 900 to 43200',
  ],
  [
    'a policy that is no JSON',
    { ram_role_arn: ROLE, ram_session_policy: '{' },
    'ram_session_policy is not a JSON object',
  ],
  [
    'an external id without a role',
    { ram_external_id: 'word' },
    'ram_external_id has no effect without ram_role_arn',
  ],
  [
    'an instance type of another kind',
    { instance_type: 'm5.large' },
    "instance_type is 'm5.large', must be a name such as 'ecs.g6.large'",
  ],
  [
    'an image name with a slash',
    { image_name: 'base/web-1' },
    "image_name is 'base/web-1', must be 2 to 128 letters, digits, '.', ':', '_' or '-' that begin with a letter, not with 'aliyun' or 'acs:'",
  ],
  [
    'an image name that begins with a digit',
    { image_name: '2024-base' },
    "image_name is '2024-base', must be 2 to 128 letters, digits, '.', ':', '_' or '-' that begin with a letter, not with 'aliyun' or 'acs:'",
  ],
  [
    'a link as description',
    { image_description: 'https://wiki' },
    "image_description is 'https://wiki', must be 2 to 256 characters that do not begin with 'http://' or 'https://'",
  ],
  [
    'a link in a tag',
    { tags: { wiki: 'https://wiki' } },
    "tags.wiki is 'https://wiki', must be at most 128 characters that neither begin with 'acs:' nor contain 'http://' or 'https://'",
  ],
  [
    'an account by its name',
    { image_share_account: ['dev-team'] },
    "image_share_account[0] is 'dev-team', must be the digits of an account's id",
  ],
  [
    'a weak password, which is not shown',
    { ssh_password: 'password' },
    "ssh_password is '<sensitive>', must be 8 to 30 characters of three kinds: capital letters, small letters, digits, special characters",
  ],
  [
    'two disks on one device',
    {
      image_disk_mappings: [
        disk({ disk_size: 20, disk_device: '/dev/xvdb' }),
        disk({ disk_size: 20, disk_device: 'dev/xvdb' }),
      ],
    },
    "image_disk_mappings[1].disk_device is 'dev/xvdb', which image_disk_mappings[0] is already",
  ],
  [
    'an ESSD that is too small for its level',
    { image_disk_mappings: [disk({ disk_category: 'cloud_essd', disk_size: 10 })] },
    'image_disk_mappings[0].disk_size is 10, must be from 20 to 65536',
  ],
  [
    'local disks in an image',
    { instance_type: 'ecs.i2.xlarge' },
    "instance_type 'ecs.i2.xlarge' has local disks, of which no image can be made: set image_ignore_data_disks, or name another type",
  ],
  [
    'sharing what only the key of the service opens',
    { image_encrypted: true, image_share_account: ['1234567890123456'] },
    'image_share_account needs kms_key_id with image_encrypted: others cannot use the key of the service',
  ],
  [
    'a group name that begins with a digit',
    { security_group_name: '1st' },
    "security_group_name is '1st', must be 2 to 128 letters, digits, '.', ':', '_' or '-' that begin with a letter",
  ],
  [
    'a name of one letter for a copy',
    { image_copy_regions: ['cn-beijing'], image_copy_names: ['a'] },
    "image_copy_names[0] is 'a', must be 2 to 128 letters, digits, '.', ':', '_' or '-' that begin with a letter, not with 'aliyun' or 'acs:'",
  ],
  [
    'a long version',
    { image_version: 'v'.repeat(41) },
    `image_version is '${'v'.repeat(41)}', must be at most 40 characters`,
  ],
  [
    'an unknown strategy',
    { security_enhancement_strategy: 'active' },
    "security_enhancement_strategy is 'active', must be one of 'Active', 'Deactive'",
  ],
  [
    'user data that is too long',
    { user_data: 'é'.repeat(16_385) },
    'user_data has 32770 bytes, at most 32768 are possible: upload the rest with a provisioner',
  ],
  [
    'a user data file that is too long',
    { user_data_file: large },
    'user_data_file has 32769 bytes, at most 32768 are possible: upload the rest with a provisioner',
  ],
  [
    'an unknown way to pay',
    { internet_charge_type: 'PayByHour' },
    "internet_charge_type is 'PayByHour', must be one of 'PayByTraffic', 'PayByBandwidth'",
  ],
  [
    'too much bandwidth',
    { internet_max_bandwidth_out: 101, public_ip_via: 'instance' },
    'internet_max_bandwidth_out is 101, must be from 0 to 100',
  ],
  [
    'too much bandwidth of an EIP',
    { internet_max_bandwidth_out: 201 },
    'internet_max_bandwidth_out is 201, must be from 0 to 200',
  ],
  [
    'a range with bits behind its prefix',
    { vpc_cidr_block: '172.16.0.1/16' },
    "vpc_cidr_block is '172.16.0.1/16', must be an address range such as '172.16.0.0/16'",
  ],
  [
    'too many tags',
    { tags: tags(19) },
    'tags has 19 entries, at most 18 are possible: the service takes 20 tags, two mark the run',
  ],
  [
    'a reserved tag',
    { run_tags: { 'acs:x': '1' } },
    "a key of run_tags is 'acs:x', must be 1 to 128 characters that neither begin with 'aliyun' or 'acs:' nor contain 'http://' or 'https://'",
  ],
  [
    'more names than regions',
    { image_copy_regions: ['cn-beijing'], image_copy_names: ['a1', 'a2'] },
    'image_copy_names has 2 entries, but image_copy_regions has 1: name one region for each',
  ],
  [
    'more keys than regions',
    { kms_key_copy_ids: ['k'] },
    'kms_key_copy_ids has 1 entries, but image_copy_regions has 0: name one region for each',
  ],
  [
    'a source that is none',
    { security_group_source_cidr: 'me' },
    "security_group_source_cidr is 'me', must be an address or a range such as '203.0.113.7/32'",
  ],
  [
    'a source for a group of your own',
    { security_group_id: 'sg-1', security_group_source_cidr: '203.0.113.7' },
    'security_group_id and security_group_source_cidr exclude each other: set one of them',
  ],
  ['an unknown way', { public_ip_via: 'nat' }, "public_ip_via is 'nat', must be one of 'eip', 'instance'"],
  [
    'an EIP beside an own address',
    { public_ip_via: 'instance', eip_id: 'eip-1' },
    "eip_id and public_ip_via 'instance' exclude each other: set one of them",
  ],
  [
    'a filter beside an image',
    { source_image_filter: filter({ name: 'web*' }) },
    'source_image and source_image_filter exclude each other: set one of them',
  ],
  [
    'an unknown owner',
    { source_image: '', source_image_filter: filter({ owner: 'amazon' }) },
    "source_image_filter.owner is 'amazon', must be self, system, others, marketplace or the digits of an account",
  ],
  [
    'an unknown architecture',
    { source_image: '', source_image_filter: filter({ architecture: 'amd64' }) },
    "source_image_filter.architecture is 'amd64', must be one of 'x86_64', 'arm64', 'i386'",
  ],
  [
    'images to keep of no family',
    { image_keep_last: 3 },
    'image_keep_last needs target_image_family or image_copy_families: it is about the images of a family',
  ],
  [
    'a negative number of images',
    { target_image_family: 'web', image_keep_last: -1 },
    'image_keep_last is -1, must be from 0 to 1000',
  ],
  [
    'an age of no family',
    { image_deprecate_after: 3_600_000 },
    'image_deprecate_after needs target_image_family or image_copy_families: it is about the images of a family',
  ],
  [
    'types of both kinds',
    { instance_types: ['ecs.c6.large'] },
    'instance_type and instance_types exclude each other: set one of them',
  ],
  [
    'a wrong type in the list',
    { instance_type: '', instance_types: ['ecs.c6.large', 'm5'] },
    "instance_types[1] is 'm5', must be a name such as 'ecs.g6.large'",
  ],
  [
    'zones of both kinds',
    { zone_id: 'a', zone_ids: ['b'] },
    'zone_id and zone_ids exclude each other: set one of them',
  ],
  [
    'zones beside a vSwitch',
    { vswitch_id: 'vsw-1', zone_ids: ['b'] },
    'vswitch_id and zone_ids exclude each other: set one of them',
  ],
  [
    'an unknown spot strategy',
    { spot_strategy: 'Spot' },
    "spot_strategy is 'Spot', must be one of 'NoSpot', 'SpotAsPriceGo', 'SpotWithPriceLimit'",
  ],
  [
    'a price that is none',
    { spot_strategy: 'SpotWithPriceLimit', spot_price_limit: '0.0' },
    "spot_price_limit is '0.0', must be a price above 0 with at most three decimals, such as '0.25'",
  ],
  [
    'a price limit for nothing',
    { spot_strategy: 'SpotAsPriceGo', spot_price_limit: '1' },
    "spot_price_limit has no effect without spot_strategy 'SpotWithPriceLimit'",
  ],
  [
    'a limit that is missing',
    { spot_strategy: 'SpotWithPriceLimit' },
    "spot_strategy 'SpotWithPriceLimit' has no effect without spot_price_limit",
  ],
  [
    'more families than regions',
    { image_copy_families: ['web'] },
    'image_copy_families has 1 entries, but image_copy_regions has 0: name one region for each',
  ],
  [
    'a reserved family for a copy',
    { image_copy_regions: ['cn-beijing'], image_copy_families: ['acs:web'] },
    "image_copy_families[0] can't start with 'aliyun', 'acs:', 'http://' or 'https://'",
  ],
  [
    'a negative timeout',
    { wait_snapshot_ready_timeout: -1 },
    "wait_snapshot_ready_timeout is '-1', must be a number of seconds, 0 or more (0: 3600)",
  ],
  [
    'a system disk that is too small',
    { system_disk_mapping: disk({ disk_category: 'cloud_ssd', disk_size: 10 }) },
    'system_disk_mapping.disk_size is 10, must be from 20 to 2048',
  ],
  [
    'a data disk without size and contents',
    { image_disk_mappings: [disk({ disk_size: 40 }), disk({ disk_device: '/dev/xvdb' })] },
    'image_disk_mappings[1] needs disk_size or disk_snapshot_id',
  ],
  [
    'a data disk that is too large',
    { image_disk_mappings: [disk({ disk_category: 'cloud', disk_size: 2001 })] },
    'image_disk_mappings[0].disk_size is 2001, must be from 5 to 2000',
  ],
  [
    'more data disks than fit',
    { image_disk_mappings: Array.from({ length: 17 }, () => disk({ disk_size: 20 })) },
    'image_disk_mappings has 17 entries, at most 16 are possible: an instance has no more data disks',
  ],
];

describe('the settings of a template', () => {
  test.each([...LIKE_PACKER, ...BEFORE_THE_SERVICE])('%s is found', (_what, changes, expected) => {
    expect(findings(settings(changes), [])).toEqual([expected]);
  });

  test('are all looked at, and listed in the order and the form of Packer', () => {
    const found = findings(settings({ image_name: 'a b', instance_type: '', boot_mode: 'x' }), [
      'from the communicator',
    ]);
    expect(invalidSettings(found).message).toBe(
      "4 error(s) occurred:\n\n* image_name can't include spaces\n* boot_mode should to be one of 'BIOS', 'UEFI' or 'UEFI-Preferred'\n* from the communicator\n* An alicloud_instance_type must be specified",
    );
  });

  const FINE: readonly (readonly [string, Partial<EcsConfig>])[] = [
    ['a profile instead of keys', { access_key: '', secret_key: '', profile: 'p' }],
    ['a role instead of keys', { access_key: '', secret_key: '', ram_role_name: 'r' }],
    ['an image name of 128 letters', { image_name: 'a'.repeat(128) }],
    ['a Chinese family', { target_image_family: '镜像-1' }],
    [
      'a device without slash',
      { image_disk_mappings: [disk({ disk_snapshot_id: 's-1', disk_device: 'dev/xvdb' })] },
    ],
    ['a key pair in the agent', { ssh_keypair_name: 'team', ssh_agent_auth: true }],
    ['an instance type with a hyphen', { instance_type: 'ecs.t5-lc1m1.small' }],
    ['18 tags', { tags: tags(18) }],
    [
      'names of a network that begin with a digit',
      { vpc_name: '1st', vswitch_name: '2nd', instance_name: '3rd' },
    ],
    ['a category that is not known here', { system_disk_mapping: disk({ disk_category: 'cloud_fast' }) }],
    [
      'local disks without an image of them',
      { instance_type: 'ecs.i2.xlarge', image_ignore_data_disks: true },
    ],
    [
      'an owner of 10 digits',
      { source_image: '', source_image_filter: { ...settings({}).source_image_filter, owner: '1234567890' } },
    ],
    [
      'the own region among the copies',
      { image_copy_regions: ['cn-hangzhou'], image_copy_names: ['packer_basic'] },
    ],
  ];
  test.each([
    { ALIBABA_CLOUD_ACCESS_KEY_ID: 'x', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'y' },
    { ALIBABA_CLOUD_ECS_METADATA: 'role' },
    { ALIBABA_CLOUD_CREDENTIALS_URI: 'http://127.0.0.1/' },
  ])('no keys are missing with %j', (env) => {
    expect(findings(settings({ access_key: '', secret_key: '' }), [], env)).toEqual([]);
  });

  test.each(FINE)('%s is fine', (_what, changes) => {
    expect(findings(settings(changes), [])).toEqual([]);
  });
});
