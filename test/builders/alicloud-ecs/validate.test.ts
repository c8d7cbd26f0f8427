import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { EcsConfig } from '../../../src/builders/alicloud-ecs/config.ts';
import { findings } from '../../../src/builders/alicloud-ecs/validate.ts';
import { invalidSettings } from '../../../src/errors/word/alicloud-ecs.ts';
import { disk, settings } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecs-validate-'));
const large = join(folder, 'large.sh');
const small = join(folder, 'small.sh');
writeFileSync(small, 'true');
writeFileSync(large, 'x'.repeat(32 * 1024 + 1));
afterAll(() => rmSync(folder, { recursive: true }));

type Row = readonly [what: string, changes: Partial<EcsConfig>, expected: string];

const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 'v']));
const FAMILY_SHAPE =
  "target_image_family should be [2, 128] English or Chinese characters. It must begin with an uppercase/lowercase letter or a Chinese character, and may contain numbers, '_' or '-'";
const CREDENTIALS =
  '(ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY) or ram_role_name option must be set in template file or environment variables.';
const CATEGORIES =
  "'cloud', 'cloud_efficiency', 'cloud_ssd', 'cloud_essd', 'cloud_auto', 'cloud_essd_entry', 'ephemeral_ssd'";

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
    'an instance type of another kind',
    { instance_type: 'm5.large' },
    "instance_type is 'm5.large', must be a name such as 'ecs.g6.large'",
  ],
  [
    'a name that begins with a digit',
    { vpc_name: '1st' },
    "vpc_name is '1st', must be 2 to 128 characters that begin with a letter",
  ],
  [
    'a name of one letter for a copy',
    { image_copy_regions: ['cn-beijing'], image_copy_names: ['a'] },
    "image_copy_names[0] is 'a', must be 2 to 128 characters that begin with a letter",
  ],
  [
    'a long version',
    { image_version: 'v'.repeat(41) },
    'image_version has 41 characters, at most 40 are possible',
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
    { internet_max_bandwidth_out: 101 },
    'internet_max_bandwidth_out is 101, must be from 0 to 100',
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
    "run_tags has the key 'acs:x': keys must not begin with 'aliyun' or 'acs:', nor contain 'http://' or 'https://'",
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
    'an unknown category',
    { system_disk_mapping: disk({ disk_category: 'cloud_fast' }) },
    `system_disk_mapping.disk_category is 'cloud_fast', must be one of ${CATEGORIES}`,
  ],
  [
    'a disk category that is a word of JavaScript',
    { system_disk_mapping: disk({ disk_category: 'constructor' }) },
    `system_disk_mapping.disk_category is 'constructor', must be one of ${CATEGORIES}`,
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
      'the own region among the copies',
      { image_copy_regions: ['cn-hangzhou'], image_copy_names: ['packer_basic'] },
    ],
  ];
  test.each(FINE)('%s is fine', (_what, changes) => {
    expect(findings(settings(changes), [])).toEqual([]);
  });
});
