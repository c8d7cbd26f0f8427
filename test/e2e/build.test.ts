import { describe, expect, test } from 'vitest';
import { rig } from './rig.ts';

const RUN = { 'Tag.2.Key': 'ecs-imagebuild:run', 'Tag.2.Value': 'run1' };

describe('a build', () => {
  test('makes the image, leaves it and its snapshot, and nothing else', async () => {
    await using it = await rig();
    const artifact = await it.build();
    expect(it.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
    const id = artifact?.images[0]?.id;
    expect(artifact).toMatchObject({
      builderId: 'alibaba.alicloud',
      id: `cn-hangzhou:${id}`,
      text: `Alicloud images were created:\n\ncn-hangzhou: ${id}`,
      images: [{ name: 'packer_basic', region: 'cn-hangzhou' }],
    });
  });

  test('needs one boot: nothing is attached, started or stopped before the end', async () => {
    await using it = await rig();
    await it.build();
    const changes = it.changes();
    expect(changes.filter((action) => /^(Start|Stop|Attach|Reboot)/.test(action))).toEqual(['StopInstance']);
    expect(changes.indexOf('StopInstance')).toBeLessThan(changes.indexOf('CreateImage'));
    expect(it.sent('StopInstance')).toMatchObject([{ ForceStop: 'false', StoppedMode: 'KeepCharging' }]);
  });

  test('asks the cloud for nothing that it refuses', async () => {
    await using it = await rig({ latency: 'fast' });
    await it.build({ associate_public_ip_address: true });
    expect(it.emulator.record.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test('sends every setting of the instance in the one call that makes it', async () => {
    await using it = await rig();
    await it.build({
      instance_name: 'builder',
      description: 'builds an image',
      io_optimized: true,
      ecs_ram_role_name: 'builder-role',
      user_data: '#!/bin/sh\ntrue\n',
      run_tags: { team: 'images' },
      resource_group_id: 'rg-1',
      security_enhancement_strategy: 'Deactive',
      internet_charge_type: 'PayByTraffic',
      internet_max_bandwidth_out: 20,
      system_disk_mapping: {
        disk_category: 'cloud_essd',
        disk_size: 40,
        disk_name: 'root',
        disk_encrypted: true,
      },
      image_disk_mappings: [{ disk_size: 50, disk_category: 'cloud_ssd', disk_device: '/dev/xvdb' }],
    });
    expect(it.sent('RunInstances')).toMatchObject([
      {
        InstanceType: 'ecs.g6.large',
        ImageId: 'aliyun_3_x64_20G_alibase_20240819.vhd',
        InstanceName: 'builder',
        Description: 'builds an image',
        IoOptimized: 'optimized',
        RamRoleName: 'builder-role',
        UserData: Buffer.from('#!/bin/sh\ntrue\n').toString('base64'),
        ResourceGroupId: 'rg-1',
        SecurityEnhancementStrategy: 'Deactive',
        InternetChargeType: 'PayByTraffic',
        InternetMaxBandwidthOut: '20',
        'SystemDisk.Category': 'cloud_essd',
        'SystemDisk.Size': '40',
        'SystemDisk.DiskName': 'root',
        'SystemDisk.Encrypted': 'true',
        'DataDisk.1.Size': '50',
        'DataDisk.1.Category': 'cloud_ssd',
        'DataDisk.1.Device': '/dev/xvdb',
        'DataDisk.1.DeleteWithInstance': 'true',
        'Tag.1.Key': 'team',
        'Tag.1.Value': 'images',
        ...RUN,
      },
    ]);
  });

  test('leaves a data disk behind only when the template says so', async () => {
    await using it = await rig();
    await it.build({ image_disk_mappings: [{ disk_size: 50, disk_delete_with_instance: false }] });
    expect(it.left()).toContain('disk cn-hangzhou');
  });

  test('marks all temporary things with the run, the tags and the group', async () => {
    await using it = await rig();
    await it.build({
      run_tags: { team: 'images' },
      resource_group_id: 'rg-1',
      associate_public_ip_address: true,
    });
    for (const action of ['CreateVpc', 'CreateSecurityGroup', 'RunInstances', 'AllocateEipAddress'])
      expect(it.sent(action)).toMatchObject([{ 'Tag.1.Key': 'team', ResourceGroupId: 'rg-1', ...RUN }]);
    expect(it.sent('CreateVSwitch')).toMatchObject([{ 'Tag.1.Key': 'team', ...RUN }]);
  });

  test('can power off, or leave stopping to somebody else', async () => {
    await using it = await rig();
    await it.build({ force_stop_instance: true, skip_create_image: true });
    expect(it.sent('StopInstance')).toMatchObject([{ ForceStop: 'true' }]);
  });

  test('waits for an instance that the last provisioner stops', async () => {
    await using it = await rig();
    const { build, emulator } = it;
    await build(
      { disable_stop_instance: true },
      {
        async provision(_comm, data) {
          const { alibabaCloud } = await import('../../src/cloud/alibaba/alibaba-cloud.ts');
          const { Keys } = await import('../../src/cloud/alibaba/credentials/keys.ts');
          const { staticKeys } = await import('../../src/cloud/alibaba/credentials/static-keys.ts');
          const credentials = staticKeys(new Keys(emulator.accessKeyId, emulator.accessKeySecret), 'a test');
          const other = alibabaCloud({ region: 'cn-hangzhou', credentials, endpointUrl: emulator.url });
          await other.instances.stop(data['ID'] ?? '', false, new AbortController().signal);
          await other.close();
        },
      },
    );
    expect(it.sent('StopInstance')).toHaveLength(1);
    expect(it.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
  });

  test('ends before the image when none is wanted', async () => {
    await using it = await rig();
    expect(await it.build({ skip_create_image: true, image_ignore_data_disks: true })).toBeUndefined();
    expect(it.left()).toEqual([]);
    expect(it.changes()).not.toContain('CreateImage');
    expect(it.changes()).not.toContain('CreateSnapshot');
  });

  test('gives an instance that nobody ends an end', async () => {
    await using it = await rig();
    await it.build({}, { autoRelease: 2 * 60 * 60_000 });
    const [sent] = it.sent('RunInstances');
    const ahead = Date.parse(sent?.['AutoReleaseTime'] ?? '') - Date.now();
    expect(ahead).toBeGreaterThan(115 * 60_000);
    expect(ahead).toBeLessThan(125 * 60_000);
    expect(sent?.['AutoReleaseTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/);
  });

  test('tells provisioners about the instance in Packer’s keys', async () => {
    await using it = await rig();
    const seen: Record<string, string>[] = [];
    await it.build({}, { provision: async (_comm, data) => void seen.push({ ...data }) });
    expect(seen).toMatchObject([
      {
        ID: expect.stringMatching(/^i-/),
        ConnType: 'none',
        PackerRunUUID: 'run1',
        PackerHTTPIP: 'ERR_HTTP_IP_NOT_IMPLEMENTED_BY_BUILDER',
        PackerHTTPPort: 'ERR_HTTP_PORT_NOT_IMPLEMENTED_BY_BUILDER',
        PackerHTTPAddr: 'ERR_HTTP_ADDR_NOT_IMPLEMENTED_BY_BUILDER',
      },
    ]);
  });
});
