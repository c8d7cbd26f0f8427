import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { alicloudEcsFields } from '../../src/builders/alicloud-ecs/config.ts';
import { communicatorFields } from '../../src/communicators/config.ts';
import type { CallRecord } from '../../src/emulator/record.ts';
import { isObject } from '../../src/template/model/go-value.ts';
import type { Json, JsonObject } from '../../src/template/model/template.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { rig } from './rig.ts';

const folder = temporaryFolder('every-field');
const file = join(folder, 'user-data.sh');
writeFileSync(file, '#!/bin/sh\ntrue\n');

const base64 = (text: string) => Buffer.from(text).toString('base64');
const copies = { image_copy_regions: ['cn-beijing', 'cn-shanghai'] };
const system = (changes: JsonObject) => ({ system_disk_mapping: changes });
const data = (changes: JsonObject) => ({ image_disk_mappings: [{ disk_size: 60, ...changes }] });
const encrypted = { image_encrypted: true };
const eip = { associate_public_ip_address: true };

type Row = readonly [
  field: string,
  settings: JsonObject,
  action: string,
  sent: Readonly<Record<string, string>>,
];

/** What each field of the template becomes on the wire. */
const SENT: readonly Row[] = [
  ['region', { region: 'cn-beijing' }, 'RunInstances', { RegionId: 'cn-beijing' }],
  [
    'source_image',
    { source_image: 'centos_7_9_x64_20G_alibase_20240403.vhd' },
    'RunInstances',
    { ImageId: 'centos_7_9_x64_20G_alibase_20240403.vhd' },
  ],
  [
    'image_family',
    { source_image: '', image_family: 'acs:centos_7_9_x64' },
    'DescribeImageFromFamily',
    { ImageFamily: 'acs:centos_7_9_x64' },
  ],
  [
    'skip_image_validation',
    { skip_image_validation: true },
    'DescribeImages',
    { ImageId: 'aliyun_3_x64_20G_alibase_20240819.vhd', ShowExpired: 'true' },
  ],
  ['instance_type', { instance_type: 'ecs.c6.large' }, 'RunInstances', { InstanceType: 'ecs.c6.large' }],
  ['instance_name', { instance_name: 'builder' }, 'RunInstances', { InstanceName: 'builder' }],
  ['description', { description: 'for a build' }, 'RunInstances', { Description: 'for a build' }],
  ['zone_id', { zone_id: 'cn-hangzhou-i' }, 'CreateVSwitch', { ZoneId: 'cn-hangzhou-i' }],
  ['zone_id', { zone_id: 'cn-hangzhou-i' }, 'RunInstances', { ZoneId: 'cn-hangzhou-i' }],
  ['io_optimized', { io_optimized: true }, 'RunInstances', { IoOptimized: 'optimized' }],
  ['user_data', { user_data: '#!/bin/sh' }, 'RunInstances', { UserData: base64('#!/bin/sh') }],
  ['user_data_file', { user_data_file: file }, 'RunInstances', { UserData: base64('#!/bin/sh\ntrue\n') }],
  ['ecs_ram_role_name', { ecs_ram_role_name: 'guest' }, 'RunInstances', { RamRoleName: 'guest' }],
  [
    'security_enhancement_strategy',
    { security_enhancement_strategy: 'Deactive' },
    'RunInstances',
    { SecurityEnhancementStrategy: 'Deactive' },
  ],
  ['force_stop_instance', { force_stop_instance: true }, 'StopInstance', { ForceStop: 'true' }],
  [
    'internet_charge_type',
    { internet_charge_type: 'PayByBandwidth', internet_max_bandwidth_out: 7 },
    'RunInstances',
    { InternetChargeType: 'PayByBandwidth', InternetMaxBandwidthOut: '7' },
  ],
  [
    'internet_max_bandwidth_out',
    { ...eip, internet_max_bandwidth_out: 7 },
    'AllocateEipAddress',
    { Bandwidth: '7' },
  ],
  ['associate_public_ip_address', eip, 'AssociateEipAddress', { InstanceType: 'EcsInstance' }],
  ['vpc_name', { vpc_name: 'my-vpc' }, 'CreateVpc', { VpcName: 'my-vpc' }],
  ['vpc_cidr_block', { vpc_cidr_block: '192.168.0.0/24' }, 'CreateVpc', { CidrBlock: '192.168.0.0/24' }],
  ['vswitch_name', { vswitch_name: 'my-switch' }, 'CreateVSwitch', { VSwitchName: 'my-switch' }],
  [
    'security_group_name',
    { security_group_name: 'my-group' },
    'CreateSecurityGroup',
    { SecurityGroupName: 'my-group' },
  ],
  ['image_name', { image_name: 'my-image' }, 'CreateImage', { ImageName: 'my-image' }],
  ['image_version', { image_version: '1.4' }, 'CreateImage', { ImageVersion: '1.4' }],
  ['image_description', { image_description: 'web' }, 'CreateImage', { Description: 'web' }],
  [
    'image_description',
    { image_description: 'web', ...copies },
    'CopyImage',
    { DestinationDescription: 'web' },
  ],
  ['target_image_family', { target_image_family: 'web' }, 'CreateImage', { ImageFamily: 'web' }],
  ['boot_mode', { boot_mode: 'UEFI' }, 'CreateImage', { BootMode: 'UEFI' }],
  ['tags', { tags: { app: 'web' } }, 'CreateImage', { 'Tag.1.Key': 'app', 'Tag.1.Value': 'web' }],
  ['tags', { tags: { app: 'web' } }, 'TagResources', { ResourceType: 'snapshot', 'Tag.1.Key': 'app' }],
  ['tag', { tag: [{ key: 'app', value: 'web' }] }, 'CreateImage', { 'Tag.1.Key': 'app' }],
  [
    'image_ignore_data_disks',
    { image_ignore_data_disks: true },
    'CreateSnapshot',
    { SnapshotName: 'packer_run1' },
  ],
  ['image_encrypted', encrypted, 'CopyImage', { Encrypted: 'true', DestinationRegionId: 'cn-hangzhou' }],
  ['kms_key_id', { ...encrypted, kms_key_id: 'key-hangzhou' }, 'CopyImage', { KMSKeyId: 'key-hangzhou' }],
  [
    'kms_key_copy_ids',
    { ...encrypted, ...copies, kms_key_copy_ids: ['', 'key-shanghai'] },
    'CopyImage',
    { DestinationRegionId: 'cn-shanghai', KMSKeyId: 'key-shanghai' },
  ],
  ['image_copy_regions', copies, 'CopyImage', { DestinationRegionId: 'cn-shanghai' }],
  [
    'image_copy_names',
    { ...copies, image_copy_names: ['b', 'shanghai'].map((name) => `copy-${name}`) },
    'CopyImage',
    { DestinationImageName: 'copy-shanghai' },
  ],
  [
    'image_copy_families',
    { ...copies, image_copy_families: ['', 'web'] },
    'ModifyImageAttribute',
    { RegionId: 'cn-shanghai', ImageFamily: 'web' },
  ],
  [
    'image_share_account',
    { image_share_account: ['1234567890123456'] },
    'ModifyImageSharePermission',
    { 'AddAccount.1': '1234567890123456' },
  ],
  [
    'image_unshare_account',
    { image_unshare_account: ['1234567890123456'] },
    'ModifyImageSharePermission',
    { 'RemoveAccount.1': '1234567890123456' },
  ],
  ...(
    ['RunInstances', 'CreateVpc', 'CreateVSwitch', 'CreateSecurityGroup', 'AllocateEipAddress'] as const
  ).map(
    (action): Row => [
      'run_tags',
      { ...eip, run_tags: { cost: 'ci' } },
      action,
      { 'Tag.1.Key': 'cost', 'Tag.1.Value': 'ci' },
    ],
  ),
  // A vSwitch takes none: it belongs to the group of its VPC.
  ...(
    [
      'RunInstances',
      'CreateVpc',
      'CreateSecurityGroup',
      'AllocateEipAddress',
      'CreateSnapshot',
      'CreateImage',
      'CopyImage',
    ] as const
  ).map(
    (action): Row => [
      'resource_group_id',
      { ...eip, ...copies, image_ignore_data_disks: true, resource_group_id: 'rg-build' },
      action,
      { ResourceGroupId: 'rg-build' },
    ],
  ),
  ['disk_name', system({ disk_name: 'root' }), 'RunInstances', { 'SystemDisk.DiskName': 'root' }],
  [
    'disk_category',
    system({ disk_category: 'cloud_ssd' }),
    'RunInstances',
    { 'SystemDisk.Category': 'cloud_ssd' },
  ],
  ['disk_size', system({ disk_size: 60 }), 'RunInstances', { 'SystemDisk.Size': '60' }],
  [
    'disk_description',
    system({ disk_description: 'data' }),
    'RunInstances',
    { 'SystemDisk.Description': 'data' },
  ],
  ['disk_encrypted', system({ disk_encrypted: true }), 'RunInstances', { 'SystemDisk.Encrypted': 'true' }],
  ['disk_name', data({ disk_name: 'data' }), 'RunInstances', { 'DataDisk.1.DiskName': 'data' }],
  [
    'disk_category',
    data({ disk_category: 'cloud_ssd' }),
    'RunInstances',
    { 'DataDisk.1.Category': 'cloud_ssd' },
  ],
  ['disk_size', data({ disk_size: 60 }), 'RunInstances', { 'DataDisk.1.Size': '60' }],
  [
    'disk_description',
    data({ disk_description: 'data' }),
    'RunInstances',
    { 'DataDisk.1.Description': 'data' },
  ],
  ['disk_encrypted', data({ disk_encrypted: true }), 'RunInstances', { 'DataDisk.1.Encrypted': 'true' }],
  ['disk_device', data({ disk_device: '/dev/xvdb' }), 'RunInstances', { 'DataDisk.1.Device': '/dev/xvdb' }],
  [
    'disk_delete_with_instance',
    data({ disk_delete_with_instance: false }),
    'RunInstances',
    { 'DataDisk.1.DeleteWithInstance': 'false' },
  ],
  [
    'ram_role_arn',
    { ram_role_arn: 'acs:ram::1000000000000001:role/builder' },
    'AssumeRole',
    { RoleArn: 'acs:ram::1000000000000001:role/builder' },
  ],
];

/** Fields that become no parameter of their own, and the tests that hold what they do. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  access_key: 'cloud/alibaba/credentials',
  secret_key: 'cloud/alibaba/credentials',
  security_token: 'cloud/alibaba/credentials',
  profile: 'cloud/alibaba/credentials',
  shared_credentials_file: 'cloud/alibaba/credentials',
  ram_role_name: 'cloud/alibaba/credentials',
  ram_session_name: 'cloud/alibaba/credentials',
  ram_session_policy: 'cloud/alibaba/credentials',
  ram_session_duration: 'cloud/alibaba/credentials',
  ram_external_id: 'cloud/alibaba/credentials',
  custom_endpoint_ecs: 'cloud/alibaba/endpoints',
  skip_region_validation: 'below',
  skip_create_image: 'below',
  disable_stop_instance: 'e2e/guest',
  instance_types: 'e2e/sold-out',
  zone_ids: 'e2e/sold-out',
  spot_strategy: 'e2e/sold-out',
  spot_price_limit: 'e2e/sold-out',
  security_group_source_cidr: 'e2e/network',
  public_ip_via: 'e2e/network',
  source_image_filter: 'e2e/source-filter',
  image_keep_last: 'e2e/lifetime',
  image_deprecate_after: 'e2e/lifetime',
  wait_snapshot_ready_timeout: 'e2e/timeouts',
  wait_copying_image_ready_timeout: 'e2e/timeouts',
  vpc_id: 'e2e/network',
  vswitch_id: 'e2e/network',
  security_group_id: 'e2e/network',
  eip_id: 'e2e/network',
  ssh_private_ip: 'e2e/guest',
  ssh_interface: 'e2e/ssh',
  image_force_delete: 'e2e/image',
  image_force_delete_snapshots: 'e2e/image',
  image_force_delete_instances: 'builders/alicloud-ecs/settle',
  system_disk_mapping: 'above, by their fields',
  image_disk_mappings: 'above, by their fields',
};

/** Fields that decide which calls there are, or that others depend on: a build of its own for each of their settings. */
const APART = new Set(
  [
    'region source_image image_family skip_image_validation zone_id associate_public_ip_address internet_charge_type',
    'user_data_file image_copy_regions image_encrypted image_ignore_data_disks image_share_account tag ram_role_arn',
  ].flatMap((names) => names.split(' ')),
);

const apart = (settings: JsonObject) => Object.keys(settings).some((field) => APART.has(field));

/** All the others, in one build: no two of them have anything to do with each other. */
const together = SENT.map(([, settings]) => settings)
  .filter((settings) => !apart(settings))
  .reduce<JsonObject>(merged, {});

/** Objects, and lists entry by entry, become one. */
function merged(first: JsonObject, second: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...first };
  for (const [field, value] of Object.entries(second)) result[field] = joined(first[field], value);
  return result;
}

function joined(first: Json | undefined, second: Json): Json {
  if (Array.isArray(first) && Array.isArray(second))
    return second.map((value, index) => joined(first[index], value));
  return isObject(first) && isObject(second) ? merged(first, second) : second;
}

const records = new Map<string, Promise<readonly CallRecord[]>>();

/** The calls of a build with these settings, which is made once however many rows look at it. */
function built(row: JsonObject): Promise<readonly CallRecord[]> {
  const settings = apart(row) ? row : together;
  const key = JSON.stringify(settings);
  const record = records.get(key) ?? build(settings);
  records.set(key, record);
  return record;
}

async function build(settings: JsonObject): Promise<readonly CallRecord[]> {
  await using it = await rig();
  await it.build(settings);
  return [...it.emulator.record];
}

describe('every field of the template', () => {
  test.each(SENT)('%s is sent: %j as %s %j', async (_field, settings, action, sent) => {
    expect(
      (await built(settings)).filter((call) => call.action === action).map(({ params }) => params),
    ).toContainEqual(expect.objectContaining(sent));
  });

  test('is in one of the tables', () => {
    const told = new Set([...SENT.map(([field]) => field), ...Object.keys(ELSEWHERE)]);
    const own = Object.keys(alicloudEcsFields).filter((field) => !Object.hasOwn(communicatorFields, field));
    expect(own.filter((field) => !told.has(field))).toEqual([]);
  });

  const login = { communicator: 'ssh', ssh_private_ip: true, ssh_timeout: '1ms', skip_create_image: true };
  const password = { ...login, ssh_password: 'Passw0rd!' };
  const key = {
    ...login,
    temporary_key_pair_name: 'mine',
    resource_group_id: 'rg-build',
    run_tags: { cost: 'ci' },
    ssh_port: 2222,
  };
  test.each([
    ['a password', password, [['RunInstances', { Password: '<redacted>' }]]],
    [
      'a key',
      key,
      [
        ['ImportKeyPair', { KeyPairName: 'mine', ResourceGroupId: 'rg-build', 'Tag.1.Key': 'cost' }],
        ['RunInstances', { KeyPairName: 'mine' }],
        ['AuthorizeSecurityGroup', { 'Permissions.1.PortRange': '2222/2222' }],
      ],
    ],
  ] as const)('%s is sent before the guest is tried', async (_what, settings, calls) => {
    await using it = await rig();
    await expect(it.build(settings)).rejects.toMatchObject({ code: 'connect-timeout' });
    for (const [action, sent] of calls) expect(it.sent(action)).toContainEqual(expect.objectContaining(sent));
  });

  test('disk_snapshot_id is sent as the contents of a data disk', async () => {
    await using it = await rig();
    const before = await it.build({ image_disk_mappings: [{ disk_size: 20 }] });
    const disk_snapshot_id = before?.images[0]?.snapshots[1] ?? '';
    await it.build({ image_name: 'second', image_disk_mappings: [{ disk_snapshot_id }] });
    expect(it.sent('RunInstances')[1]).toMatchObject({ 'DataDisk.1.SnapshotId': disk_snapshot_id });
  });

  test('skip_region_validation asks for no regions', async () => {
    await using it = await rig();
    await it.build({ skip_region_validation: true, skip_create_image: true });
    expect(it.sent('DescribeRegions')).toEqual([]);
    expect(it.sent('CreateImage')).toEqual([]);
  });
});
