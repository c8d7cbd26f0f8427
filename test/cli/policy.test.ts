import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/builds/ram-policy.ts';
import { actions } from '../../src/emulator/actions.ts';
import { startEmulator } from '../../src/emulator/emulator.ts';
import type { JsonObject } from '../../src/template/model/template.ts';
import { rig } from '../e2e/rig.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const folder = temporaryFolder('policy');

const least = {
  type: 'alicloud-ecs',
  access_key: 'key-of-the-test',
  secret_key: 'secret-of-the-test',
  region: 'cn-hangzhou',
  image_name: 'packer_basic',
  source_image: 'm-of-the-account',
  instance_type: 'ecs.g9x.large',
  communicator: 'none',
};

function policy(settings: JsonObject): Promise<Policy> {
  return policyOf({ builders: [{ ...least, ...settings }] });
}

const importing = {
  type: 'alicloud-import',
  access_key: 'key-of-the-test',
  secret_key: 'secret-of-the-test',
  region: 'cn-beijing',
  oss_bucket_name: 'images',
  image_name: 'imported',
};

async function policyOf(template: JsonObject): Promise<Policy> {
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(template));
  const { code, stdout } = await runMain(['policy', file], { cwd: folder });
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

const allowed = ({ Statement }: Policy) => Statement.flatMap(({ Action }) => Action);

test('the least build needs no EIP, no key, no copy and no role', async () => {
  const found = await policy({});
  expect(found.Version).toBe('1');
  expect(allowed(found)).toEqual(
    expect.arrayContaining(['ecs:RunInstances', 'ecs:CreateImage', 'ecs:DeleteImage', 'vpc:CreateVpc']),
  );
  expect(
    allowed(found).filter((action) => /Eip|KeyPair|CopyImage|Share|Role|^sts|^ram/.test(action)),
  ).toEqual([]);
  const changes = found.Statement.find(({ Action }) => Action.includes('ecs:RunInstances'));
  expect(changes?.Resource).toEqual(['acs:ecs:cn-hangzhou:*:*', 'acs:vpc:cn-hangzhou:*:*']);
});

test.each([
  [{ communicator: 'ssh' }, ['ecs:ImportKeyPair', 'ecs:DeleteKeyPairs'], []],
  [{ associate_public_ip_address: true }, ['vpc:AllocateEipAddress', 'vpc:ReleaseEipAddress'], []],
  [{ eip_id: 'eip-own' }, ['vpc:AssociateEipAddress'], ['vpc:AllocateEipAddress', 'vpc:ReleaseEipAddress']],
  [
    { vpc_id: 'vpc-own', vswitch_id: 'vsw-own', security_group_id: 'sg-own' },
    ['ecs:DescribeSecurityGroups'],
    [
      'vpc:CreateVpc',
      'vpc:DeleteVpc',
      'vpc:CreateVSwitch',
      'ecs:CreateSecurityGroup',
      'ecs:AuthorizeSecurityGroup',
    ],
  ],
  [{ image_copy_regions: ['cn-beijing'] }, ['ecs:CopyImage', 'ecs:CancelCopyImage', 'ecs:DeleteImage'], []],
  [{ image_share_account: ['1234567890123456'] }, ['ecs:ModifyImageSharePermission'], []],
  [
    { image_force_delete: true, image_force_delete_snapshots: true },
    ['ecs:ModifyImageAttribute', 'ecs:DeleteSnapshot'],
    [],
  ],
  [
    { target_image_family: 'web', image_keep_last: 9 },
    ['ecs:DescribeImageSharePermission', 'ecs:DeleteImage'],
    ['ecs:ModifyImageAttribute'],
  ],
  [
    { image_ignore_data_disks: true },
    ['ecs:CreateSnapshot', 'ecs:DescribeDisks', 'ecs:DescribeSnapshots'],
    [],
  ],
  [
    { communicator: 'cloud-assistant' },
    ['ecs:RunCommand', 'ecs:SendFile', 'ecs:StopInvocation'],
    ['ecs:ImportKeyPair'],
  ],
  [{ skip_create_image: true }, ['ecs:RunInstances'], ['ecs:CreateImage', 'ecs:DeleteImage']],
])('%j adds %j and not %j', async (settings, added, absent) => {
  const found = allowed(await policy(settings));
  expect(found).toEqual(expect.arrayContaining(added as string[]));
  expect(found.filter((action) => (absent as string[]).includes(action))).toEqual([]);
});

test('roles are named: one to pass on, one to assume; copies add their regions', async () => {
  const assumed = 'acs:ram::1234567890123456:role/builder';
  const settings = { ecs_ram_role_name: 'guest', ram_role_arn: assumed, image_copy_regions: ['cn-beijing'] };
  const { Statement } = await policy(settings);
  expect(Statement.slice(2)).toEqual([
    {
      Effect: 'Allow',
      Action: ['ram:PassRole'],
      Resource: ['acs:ram:*:*:role/guest'],
      Condition: { StringEquals: { 'acs:Service': 'ecs.aliyuncs.com' } },
    },
    { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [assumed] },
  ]);
  expect(Statement[1]?.Resource).toContain('acs:ecs:cn-beijing:*:*');
});

test('a launch into a given vSwitch needs a right on it, though the build changes nothing of VPC', async () => {
  const given = { vpc_id: 'vpc-own', vswitch_id: 'vsw-own', security_group_id: 'sg-own' };
  const { Statement } = await policy(given);
  expect(Statement[1]?.Action.some((action) => action.startsWith('vpc:'))).toBe(false);
  expect(Statement[1]?.Resource).toContain('acs:vpc:cn-hangzhou:*:*');
});

test('an import needs rights on its bucket, on the role that reads it, and on images of its region', async () => {
  const own = { image_copy_regions: ['cn-shanghai'], tags: { app: 'web' } };
  const found = await policyOf({
    builders: [{ type: 'null', communicator: 'none' }],
    'post-processors': [{ ...importing, ...own }],
  });
  expect(allowed(found)).toEqual(
    expect.arrayContaining([
      'oss:PutBucket',
      'oss:PutObject',
      'ram:AttachPolicyToRole',
      'ecs:ImportImage',
      'ecs:CopyImage',
    ]),
  );
  const changes = found.Statement.find(({ Action }) => Action.includes('ecs:ImportImage'));
  expect(changes?.Resource).toEqual([
    'acs:ecs:cn-beijing:*:*',
    'acs:ecs:cn-shanghai:*:*',
    'acs:oss:cn-beijing:*:*',
    'acs:oss:cn-shanghai:*:*',
    'acs:ram:*:*:*',
  ]);
});

/** Rights of OSS are named after what they allow, not after the call. */
const RIGHT_OF: Readonly<Record<string, string>> = {
  InitiateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  HeadObject: 'GetObject',
};

test('the rights of an import are enough for all that it calls, and for undoing it', async () => {
  await using cloud = await startEmulator({ guests: 'none' });
  writeFileSync(join(folder, 'disk.raw'), Buffer.alloc(4096));
  const keys = { access_key: cloud.accessKeyId, secret_key: cloud.accessKeySecret };
  const own = { image_copy_regions: ['cn-shanghai'], tags: { app: 'web' }, target_image_family: 'web' };
  const shares = { image_share_account: ['1234567890123456'], keep_input_artifact: true };
  const chain = [
    { type: 'artifice', files: [join(folder, 'disk.raw')] },
    { ...importing, ...keys, ...own, ...shares },
  ];
  const template = { builders: [{ type: 'null', communicator: 'none' }], 'post-processors': [chain] };
  const rights = allowed(await policyOf(template));
  const argv = ['run', '--endpoint-url', cloud.url, join(folder, 'template.json')];
  const done = await runMain(argv, { cwd: folder });
  expect(done.code, done.stdout).toBe(0);
  cloud.faults.add({ action: 'ImportImage', code: 'ImportImageFailed', status: 403 });
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template).replace('"imported"', '"another"'));
  expect((await runMain(argv, { cwd: folder })).code).toBe(1);
  const called = cloud.record.map(
    ({ product, action }) => `${product.toLowerCase()}:${RIGHT_OF[action] ?? action}`,
  );
  const without = [...new Set(called)].filter(
    (right) => !rights.includes(right) && right !== 'sts:GetCallerIdentity',
  );
  expect(without).toEqual([]);
});

/** Every action that some code of the adapter can send: it imports the request's model or names the action. */
function sendable(): readonly string[] {
  const folder = new URL('../../src/cloud/alibaba/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const actions = files.flatMap((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const models = [...text.matchAll(/models\/(\w+)Request\.js/g)];
    const names = [...text.matchAll(/\baction: '([A-Z]\w+)'/g)];
    return [...models, ...names].map((match) => match[1]?.replace('Vswitch', 'VSwitch') ?? '');
  });
  // Everybody may ask who he is.
  return [...new Set(actions)].filter((action) => action !== 'GetCallerIdentity').sort();
}

test('every action that the tool can send is in the policy of some build', async () => {
  const settings: readonly JsonObject[] = [
    {
      communicator: 'ssh',
      image_copy_regions: ['cn-beijing'],
      image_share_account: ['1234567890123456'],
      image_ignore_data_disks: true,
      image_force_delete: true,
      image_force_delete_snapshots: true,
      target_image_family: 'web',
      image_keep_last: 2,
      tags: { app: 'web' },
      ram_role_arn: 'acs:ram::1234567890123456:role/builder',
    },
    { communicator: 'cloud-assistant', source_image: '', image_family: 'acs:centos_7_9_x64' },
  ];
  const found: string[] = [];
  for (const one of settings) found.push(...allowed(await policy(one)));
  const imports = { builders: [{ type: 'null', communicator: 'none' }], 'post-processors': [importing] };
  found.push(...allowed(await policyOf(imports)));
  const without = sendable().filter((action) => !found.some((right) => right.endsWith(`:${action}`)));
  expect(without).toEqual([]);
});

describe('what the policy allows is enough', () => {
  test.each([
    { tags: { app: 'web' } },
    {
      tags: { app: 'web' },
      associate_public_ip_address: true,
      image_copy_regions: ['cn-beijing'],
      image_ignore_data_disks: true,
    },
    { image_encrypted: true, target_image_family: 'web', tags: { app: 'web' } },
  ])('for a build with %j that may do nothing else, and for undoing it', async (settings) => {
    const rights = new Set(allowed(await policy(settings)));
    await using it = await rig();
    for (const name of actions.keys())
      if (!rights.has(name.replace(/^\w+/, (product) => product.toLowerCase()).replace('.', ':')))
        it.emulator.faults.add({ action: name, code: 'Forbidden.RAM', status: 403 });
    await it.build(settings);
    const after = it.left();
    const denied = () =>
      it.emulator.record.filter(({ code }) => code === 'Forbidden.RAM').map(({ action }) => action);
    expect(denied()).toEqual([]);
    it.emulator.faults.add({ action: 'TagResources', code: 'QuotaExceed.Tag', status: 403 });
    const second = { ...settings, image_name: 'second', image_copy_names: [] };
    await expect(it.build(second, { onError: 'cleanup-all' })).rejects.toThrow();
    expect(it.left()).toEqual(after);
    expect(denied()).toEqual([]);
  });
});
