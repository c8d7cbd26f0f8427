import { describe, expect, test } from 'vitest';
import { alicloudImportFields } from '../../src/builders/alicloud-ecs/import/fields.ts';
import { decode } from '../../src/template/schema/decode.ts';
import { callV1 } from '../emulator/raw-client.ts';
import { type Rig, rig } from './rig.ts';

/**
 * What is known to go wrong in the plugin that this builder takes the place of: each defect is a test here. Two cannot
 * be had in full, and are said where they stand.
 */
const DONE = ['image cn-hangzhou', 'snapshot cn-hangzhou'];
const COPIES = ['cn-beijing', 'cn-shanghai'];

/** A call of the account's owner, outside of any build. */
async function own({ emulator }: Rig, action: string, params: Readonly<Record<string, string>>) {
  const common = { Version: action === 'CreateVpc' ? '2016-04-28' : '2014-05-26' };
  const got = await callV1(
    emulator.url,
    action,
    { RegionId: 'cn-hangzhou', ...params },
    { key: emulator, common },
  );
  expect(got.status).toBe(200);
  return got.json;
}

describe('copies', () => {
  test('names without as many KMS keys are no index out of range', async () => {
    await using it = await rig();
    const names = { image_copy_regions: COPIES, image_copy_names: ['b1', 'b2'] };
    const artifact = await it.build({ ...names, kms_key_copy_ids: ['key-beijing'], image_encrypted: true });
    expect(artifact?.images).toHaveLength(3);
  });

  test('unencrypted ones are awaited too, and shared only when they are Available', async () => {
    await using it = await rig({ latency: { imageCopy: 400 } });
    await it.build({ image_copy_regions: COPIES, image_share_account: ['1111111111111111'] });
    const shares = it.emulator.record.filter(({ action }) => action === 'ModifyImageSharePermission');
    expect(shares.map(({ status }) => status)).toEqual([200, 200, 200]);
    const images = Object.values(it.emulator.world.state.regions).flatMap((region) =>
      Object.values(region.images),
    );
    expect(images.map(({ status }) => status)).toEqual(['Available', 'Available', 'Available']);
  });

  test('are tagged as the image is', async () => {
    await using it = await rig();
    await it.build({ image_copy_regions: COPIES, tags: { app: 'web' } });
    for (const region of ['cn-hangzhou', ...COPIES]) {
      const images = Object.values(it.emulator.world.state.regions[region]?.images ?? {});
      expect(images.map(({ tags }) => tags.find(({ key }) => key === 'app')?.value)).toEqual(['web']);
    }
  });
});

describe('ids are known before the wait, so that a wait that ends leaves nothing', () => {
  test.each([
    ['CreateVpc', { vpc: 1500 }],
    ['CreateVSwitch', { vSwitch: 1500 }],
    ['RunInstances', { instancePending: 1500 }],
    ['CreateSnapshot', { snapshot: 60_000 }],
    ['CreateImage', { image: 1500 }],
    ['CopyImage', { imageCopy: 60_000 }],
  ])('%s', async (action, latency) => {
    const stop = new AbortController();
    await using it = await rig({
      latency,
      onCall: (call) => void (call.action === action && setImmediate(() => stop.abort())),
    });
    const settings = { image_ignore_data_disks: action === 'CreateSnapshot', image_copy_regions: COPIES };
    const options = { signal: stop.signal, onError: 'cleanup-all' } as const;
    await expect(it.build(settings, options)).rejects.toMatchObject({ code: 'cancelled' });
    expect(it.left()).toEqual([]);
  });

  test('CreateImage, whose answer does not come', async () => {
    await using it = await rig({ faults: [{ action: 'CreateImage', nth: 1, truncate: true }] });
    await it.build();
    expect(it.left()).toEqual(DONE);
  });
});

describe('waits', () => {
  test.each([
    ['DescribeVpcs', { vpc: 1500 }, 'Forbidden.RAM'],
    ['DescribeInstances', { instancePending: 1500 }, 'InvalidAccessKeyId.NotFound'],
    ['DescribeSnapshots', { snapshot: 60_000 }, 'Forbidden.RAM'],
  ])('for %s end at the first refusal', async (action, latency, code) => {
    await using it = await rig({
      latency,
      faults: [{ action, nth: 2, code, status: 403 }],
    });
    const failing = it.build({ image_ignore_data_disks: true });
    await expect(failing).rejects.toMatchObject({ code: 'cloud-denied', data: { action, api: code } });
    expect(it.left()).toEqual([]);
  });

  test.each([
    ['CreateImage', { image: 1500 }],
    ['CopyImage', { imageCopy: 60_000 }],
  ] as const)('end when what %s makes ends CreateFailed', async (action, latency) => {
    await using it = await rig({ latency, faults: [{ action, when: 'after', happens: 'images-fail' }] });
    const settings = { image_copy_regions: ['cn-beijing'] };
    await expect(it.build(settings, { onError: 'cleanup-all' })).rejects.toMatchObject({ code: 'wait-dead' });
    expect(it.left()).toEqual([]);
  });

  test('end when the snapshot has failed', async () => {
    await using it = await rig({
      latency: { snapshot: 60_000 },
      onCall({ action }) {
        if (action !== 'CreateSnapshot') return;
        for (const snapshot of Object.values(it.emulator.world.state.regions['cn-hangzhou']?.snapshots ?? {}))
          snapshot.status = 'failed';
      },
    });
    await expect(it.build({ image_ignore_data_disks: true })).rejects.toThrow('it has failed');
    expect(it.left()).toEqual([]);
  });
});

describe('access', () => {
  test('ram_role_arn is the ARN of the template, whatever the session is called', async () => {
    await using it = await rig();
    const arn = `acs:ram::${it.emulator.accountId}:role/builder`;
    await it.build({ ram_role_arn: arn, ram_session_name: 'not-the-role', skip_create_image: true });
    expect(it.sent('AssumeRole')[0]).toMatchObject({ RoleArn: arn, RoleSessionName: 'not-the-role' });
  });

  // The importer's own OSS and RAM clients ignore token and roles there: test/e2e/import.test.ts imports by a role.
  test('alicloud-import takes the token and the roles among its settings', () => {
    const context = {
      now: new Date(0),
      pwd: '/',
      version: '0',
      user: new Map(),
      buildName: '',
      buildType: '',
    };
    const given = { security_token: 'sts', ram_role_arn: 'acs:ram::1:role/r', oss_bucket_name: 'b' };
    expect(decode(alicloudImportFields, [given], { context, exclude: [] })).toMatchObject(given);
  });

  test.each([{ region: '' }, { image_copy_regions: [''] }])(
    'an empty region is none: %o',
    async (settings) => {
      await using it = await rig();
      await expect((async () => it.build(settings))()).rejects.toThrow(/region/i);
      expect(it.changes()).toEqual([]);
    },
  );
});

// The agent alone cannot be had here without a key in it; what matters is what is removed, however the build ends.
test('a key pair of the account is never removed, nor one without a name, with an agent either', async () => {
  await using it = await rig({ guests: 'memory' });
  const PublicKeyBody = `ssh-rsa ${Buffer.from('\0\0\0\x07ssh-rsa\0\0\0\x01\x03\0\0\0\x04\0\0\0\x05').toString('base64')}`;
  await own(it, 'ImportKeyPair', { KeyPairName: 'team', PublicKeyBody });
  const settings = { communicator: 'ssh', ssh_username: 'root', ssh_private_ip: true, ssh_timeout: '1s' };
  const agent = { ssh_keypair_name: 'team', ssh_agent_auth: true };
  await expect(
    (async () => it.build({ ...settings, ...agent }, { env: { SSH_AUTH_SOCK: '/nowhere/agent' } }))(),
  ).rejects.toThrow();
  expect(it.sent('DeleteKeyPairs')).toEqual([]);
  expect(it.left()).toEqual(['key pair cn-hangzhou']);
});

describe('the network', () => {
  test('a vSwitch in a VPC of the account takes a range that is free there', async () => {
    await using it = await rig();
    const { VpcId } = await own(it, 'CreateVpc', { CidrBlock: '10.0.0.0/8' });
    await it.build({ vpc_id: VpcId, skip_create_image: true });
    expect(it.sent('CreateVSwitch')[0]?.['CidrBlock']).toMatch(/^10\./);
    expect(it.left()).toEqual(['VPC cn-hangzhou']);
  });

  test('everything temporary is tagged when it is made; AddTags is not used', async () => {
    await using it = await rig({ guests: 'memory' });
    await it.build({
      communicator: 'ssh',
      ssh_username: 'root',
      associate_public_ip_address: true,
      run_tags: { team: 'images' },
    });
    for (const action of [
      'CreateVpc',
      'CreateVSwitch',
      'CreateSecurityGroup',
      'AllocateEipAddress',
      'ImportKeyPair',
      'RunInstances',
    ])
      expect([action, Object.values(it.sent(action)[0] ?? {})]).toEqual([
        action,
        expect.arrayContaining(['team', 'images', 'ecs-imagebuild:run']),
      ]);
    expect(it.sent('AddTags')).toEqual([]);
  });

  test('a zone that lists the type without stock is passed over, its vSwitch does not stay', async () => {
    await using it = await rig({ soldOut: ['ecs.g6.large@cn-hangzhou-h'] });
    await it.build({ skip_create_image: true });
    expect(it.sent('RunInstances').at(-1)?.['ZoneId']).not.toBe('cn-hangzhou-h');
    expect(it.left()).toEqual([]);
  });

  test('rules are for the network of a VPC; the word of the plugin is taken by the emulator', async () => {
    await using it = await rig();
    await it.build({ communicator: 'none', skip_create_image: true, associate_public_ip_address: true });
    for (const sent of [...it.sent('AuthorizeSecurityGroup'), ...it.sent('AuthorizeSecurityGroupEgress')])
      expect(JSON.stringify(sent)).not.toContain('internet');
    const { VpcId } = await own(it, 'CreateVpc', {});
    const { SecurityGroupId } = await own(it, 'CreateSecurityGroup', { VpcId });
    const rule = { IpProtocol: 'tcp', PortRange: '22/22', SourceCidrIp: '0.0.0.0/0', NicType: 'internet' };
    await own(it, 'AuthorizeSecurityGroup', { SecurityGroupId, ...rule });
  });
});
