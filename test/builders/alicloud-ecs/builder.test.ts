import { describe, expect, test } from 'vitest';
import { alicloudEcs } from '../../../src/builders/alicloud-ecs/builder.ts';
import type { JsonObject } from '../../../src/template/model/template.ts';

const context = { now: new Date(0), pwd: '/', version: '0', user: new Map([['name', 'from_a_variable']]) };
const prepare = (raw: JsonObject, env = {}) => alicloudEcs.prepare(raw, { context, env, force: false });

const GOOD: JsonObject = {
  access_key: 'LTAIexample',
  secret_key: 'very-secret',
  region: 'cn-beijing',
  image_name: 'packer_basic',
  source_image: 'centos_7_03_64_20G_alibase_20170818.vhd',
  ssh_username: 'root',
  instance_type: 'ecs.t5-lc1m1.small',
  internet_charge_type: 'PayByTraffic',
  io_optimized: 'true',
};

/** Builders of the product guide, as far as they differ from the good one. */
const GUIDE: readonly (readonly [string, JsonObject])[] = [
  ['tags', { tags: { version: 'v1.0.0', app: 'web' } }],
  [
    'system disk alone',
    {
      associate_public_ip_address: true,
      skip_image_validation: true,
      image_disk_mappings: [{ disk_snapshot_id: 's-bp1xxxxxx', disk_device: 'dev/xvdb' }],
      image_ignore_data_disks: 'true',
    },
  ],
  ['timeout', { wait_snapshot_ready_timeout: 7200 }],
  ['private address', { ssh_private_ip: true, vpc_id: 'vpc-xxxx', vswitch_id: 'vsw-xxxx' }],
  ['stopped by somebody else', { associate_public_ip_address: true, disable_stop_instance: true }],
  [
    'disks',
    {
      system_disk_mapping: { disk_category: 'cloud_essd', disk_size: 20, disk_delete_with_instance: true },
      image_disk_mappings: [
        { disk_snapshot_id: 's-1', disk_device: 'dev/xvdb', disk_category: 'cloud_essd' },
      ],
    },
  ],
  [
    'family',
    { source_image: '', image_family: 'acs:centos_7_9_x64', target_image_family: 'test_packer_basic' },
  ],
  ['profile', { access_key: '', secret_key: '', profile: 'packer_sk' }],
  ['role of this machine', { access_key: '', secret_key: '', ram_role_name: 'ImageTestAle' }],
  ['role of the instance', { ecs_ram_role_name: 'packer-test' }],
  [
    'role of another account',
    { ram_role_arn: 'acs:ram::186000:role/packer-test', ram_session_name: 'packer-test' },
  ],
  [
    'WinRM',
    {
      communicator: 'winrm',
      winrm_port: 5985,
      winrm_username: 'Administrator',
      winrm_password: 'Test1234',
      image_force_delete: 'true',
    },
  ],
];

describe('preparing the builder', () => {
  test.each(GUIDE)('takes the guide’s template for %s', (_what, changes) => {
    expect(prepare({ ...GOOD, ...changes }).steps.length).toBeGreaterThan(20);
  });

  test.each([
    [{}, 'tcp 5985/5985'],
    [{ winrm_use_ssl: true }, 'tcp 5986/5986'],
    [{ winrm_port: 15985 }, 'tcp 15985/15985'],
  ])('lets in WinRM alone and makes no key pair for it: %j', (changes, rule) => {
    const winrm = { communicator: 'winrm', winrm_username: 'Administrator', winrm_password: 'Test-1234' };
    const { steps, secrets } = prepare({ ...GOOD, ...winrm, ...changes });
    const plan = (name: string) => steps.find((step) => step.name === name)?.plan;
    expect(plan('securityGroup')).toBe(`make a security group that lets in ${rule}`);
    expect(plan('keyPair')).toBe('no key pair is needed');
    expect(secrets).toContain('Test-1234');
  });

  test('lists all steps with what they will do, without a cloud', () => {
    const { steps } = prepare({
      ...GOOD,
      image_name: '{{user `name`}}',
      image_copy_regions: ['cn-hangzhou'],
    });
    const plans = Object.fromEntries(steps.map(({ name, plan }) => [name, plan]));
    expect(plans).toMatchObject({
      createdImage: 'make the image from_a_variable',
      copies: 'copy the image to cn-hangzhou',
      securityGroup: 'make a security group that lets in tcp 22/22',
    });
  });

  test('leaves out the image when none is wanted', () => {
    const { steps } = prepare({ ...GOOD, skip_create_image: true });
    expect(steps.at(-1)?.name).toBe('stopped');
  });

  test('tells what must never be printed', () => {
    const { secrets } = prepare({ ...GOOD, ssh_password: 'Pw-12345' });
    expect(new Set(secrets)).toEqual(new Set(['LTAIexample', 'very-secret', 'Pw-12345']));
  });

  test('refuses an unknown key with Packer’s words', () => {
    expect(() => prepare({ ...GOOD, image_nmae: 'x' })).toThrow(`unknown configuration key: '"image_nmae"'`);
  });

  test('refuses a value of a wrong type with Packer’s words', () => {
    expect(() => prepare({ ...GOOD, image_version: ['a'] })).toThrow(
      "'image_version' expected type 'string', got unconvertible type '[]interface {}', value: '[a]'",
    );
  });

  test('tells everything that is wrong at once', () => {
    expect(() => prepare({ ssh_file_transfer_method: 'ftp' })).toThrow(
      '6 error(s) occurred:\n\n* (ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY) or ram_role_name option must be set in template file or environment variables.\n* region option or ALICLOUD_REGION must be provided in template file or environment variables.\n* image_name must be specified\n' +
        "* ssh_file_transfer_method ('ftp') is invalid, valid methods: sftp, scp\n* A source_image must be specified\n* An alicloud_instance_type must be specified",
    );
  });
});
