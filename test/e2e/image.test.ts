import { describe, expect, test } from 'vitest';
import { rig } from './rig.ts';

const IMAGE_AND_SNAPSHOT = ['image cn-hangzhou', 'snapshot cn-hangzhou'];

describe('the image', () => {
  test('has every setting of the template', async () => {
    await using it = await rig();
    await it.build({
      image_version: 'v2',
      image_description: 'for the web',
      target_image_family: 'web',
      boot_mode: 'UEFI',
      resource_group_id: 'rg-1',
      tags: { app: 'web' },
      tag: [{ key: 'version', value: 'v1.0.0' }],
    });
    expect(it.sent('CreateImage')).toMatchObject([
      {
        ImageName: 'packer_basic',
        ImageVersion: 'v2',
        Description: 'for the web',
        ImageFamily: 'web',
        BootMode: 'UEFI',
        ResourceGroupId: 'rg-1',
        'Tag.1.Key': 'app',
        'Tag.1.Value': 'web',
        'Tag.2.Key': 'version',
        'Tag.2.Value': 'v1.0.0',
      },
    ]);
    expect(it.sent('CreateImage')[0]).not.toHaveProperty('SnapshotId');
    expect(it.sent('TagResources')).toMatchObject([{ ResourceType: 'snapshot', 'Tag.1.Key': 'app' }]);
  });

  test('is made of the system disk alone when data disks are ignored', async () => {
    await using it = await rig();
    await it.build({ image_ignore_data_disks: 'true', image_disk_mappings: [{ disk_size: 20 }] });
    expect(it.sent('CreateSnapshot')).toHaveLength(1);
    expect(it.sent('CreateImage')).toMatchObject([{ SnapshotId: expect.stringMatching(/^s-/) }]);
    expect(it.left()).toEqual(IMAGE_AND_SNAPSHOT);
  });

  test('comes from the newest image of a family', async () => {
    await using it = await rig();
    await it.build({ source_image: '', image_family: 'acs:centos_7_9_x64' });
    expect(it.sent('RunInstances')).toMatchObject([{ ImageId: 'centos_7_9_x64_20G_alibase_20240403.vhd' }]);
  });

  test('is encrypted by a copy in its own region; the temporary one goes with its snapshot', async () => {
    await using it = await rig();
    const artifact = await it.build({
      image_encrypted: true,
      kms_key_id: 'key-hangzhou',
      target_image_family: 'web',
      tags: { app: 'web' },
    });
    expect(it.sent('CreateImage')).toMatchObject([{ ImageName: 'packer_run1' }]);
    expect(it.sent('CreateImage')[0]).not.toHaveProperty('ImageFamily');
    expect(it.sent('CopyImage')).toMatchObject([
      {
        DestinationRegionId: 'cn-hangzhou',
        DestinationImageName: 'packer_basic',
        Encrypted: 'true',
        KMSKeyId: 'key-hangzhou',
        'Tag.1.Key': 'app',
      },
    ]);
    expect(it.sent('ModifyImageAttribute')).toMatchObject([{ ImageFamily: 'web' }]);
    expect(it.left()).toEqual(IMAGE_AND_SNAPSHOT);
    expect(artifact?.images).toMatchObject([{ name: 'packer_basic', tags: { app: 'web' } }]);
  });
});

describe('an encrypted image of the system disk alone', () => {
  test('leaves neither the temporary image nor the snapshot that it was made of', async () => {
    await using it = await rig();
    await it.build({ image_encrypted: true, image_ignore_data_disks: true });
    expect(it.left()).toEqual(IMAGE_AND_SNAPSHOT);
  });
});

describe('copies', () => {
  test('go to all regions, with names, and are complete before they are shared', async () => {
    await using it = await rig({ latency: { imageCopy: 80 } });
    const artifact = await it.build({
      image_copy_regions: ['cn-beijing', 'cn-hangzhou', 'cn-shanghai', 'cn-beijing'],
      image_copy_names: ['basic_beijing'],
      image_share_account: ['1234567890123456'],
      tags: { app: 'web' },
    });
    expect(it.sent('CopyImage')).toMatchObject([
      { DestinationRegionId: 'cn-beijing', DestinationImageName: 'basic_beijing', 'Tag.1.Key': 'app' },
      { DestinationRegionId: 'cn-shanghai', 'Tag.1.Key': 'app' },
    ]);
    expect(it.sent('CopyImage')[0]).not.toHaveProperty('Encrypted');
    expect(artifact?.id.replace(/m-\w+/g, 'm')).toBe('cn-beijing:m,cn-hangzhou:m,cn-shanghai:m');
    expect(it.emulator.record.filter(({ action }) => action === 'ModifyImageSharePermission')).toMatchObject([
      { status: 200, params: { 'AddAccount.1': '1234567890123456' } },
      { status: 200 },
      { status: 200 },
    ]);
    expect(
      it
        .sent('TagResources')
        .map(({ RegionId }) => RegionId)
        .sort(),
    ).toEqual(['cn-beijing', 'cn-hangzhou', 'cn-shanghai']);
  });

  test('take their keys in the order of the regions; too few keys are no harm', async () => {
    await using it = await rig();
    await it.build({
      image_encrypted: true,
      image_copy_regions: ['cn-beijing', 'cn-shanghai'],
      image_copy_names: ['b1', 'b2'],
      kms_key_copy_ids: ['key-beijing'],
    });
    const sent = it.sent('CopyImage').map((copy) => [copy['DestinationRegionId'], copy['KMSKeyId']]);
    expect(sent.sort()).toEqual([
      ['cn-beijing', 'key-beijing'],
      ['cn-hangzhou', undefined],
      ['cn-shanghai', undefined],
    ]);
    expect(it.left()).toEqual([
      'image cn-beijing',
      'image cn-hangzhou',
      'image cn-shanghai',
      'snapshot cn-beijing',
      'snapshot cn-hangzhou',
      'snapshot cn-shanghai',
    ]);
  });
});

describe('an image that has the name already', () => {
  test('ends the build before anything is made', async () => {
    await using it = await rig();
    await it.build();
    const [before] = it.sent('CreateImage');
    const made = it.changes().length;
    await expect(it.build()).rejects.toMatchObject({
      code: 'cloud-exists',
      message: expect.stringMatching(
        /^Error: Image Name: 'packer_basic' is used by an existing alicloud image: m-/,
      ),
    });
    expect(it.changes()).toHaveLength(made);
    expect(before).toBeDefined();
  });

  test('is replaced when the template forces it', async () => {
    await using it = await rig();
    const first = await it.build();
    const second = await it.build({ image_force_delete: true, image_force_delete_snapshots: true });
    expect(it.left()).toEqual(IMAGE_AND_SNAPSHOT);
    expect(second?.id).not.toBe(first?.id);
    expect(it.changes().lastIndexOf('DeleteImage')).toBeGreaterThan(it.changes().lastIndexOf('CreateImage'));
  });

  test('is replaced in every region, with its snapshots', async () => {
    await using it = await rig();
    const copies = {
      image_copy_regions: ['cn-beijing', 'cn-shanghai'],
      image_copy_names: ['copy-b', 'copy-s'],
    };
    const first = await it.build(copies);
    const before = it.left();
    const second = await it.build({
      ...copies,
      image_force_delete: true,
      image_force_delete_snapshots: true,
    });
    expect(it.left()).toEqual(before);
    const ids = first?.images.map(({ id }) => id) ?? [];
    expect(second?.images.filter(({ id }) => ids.includes(id))).toEqual([]);
    expect(
      it
        .sent('DeleteImage')
        .map(({ RegionId, ImageId }) => `${RegionId} ${ImageId}`)
        .sort(),
    ).toEqual((first?.images ?? []).map(({ region, id }) => `${region} ${id}`).sort());
  });

  test('keeps its snapshots unless they are to go too', async () => {
    await using it = await rig();
    await it.build();
    await it.build({ image_force_delete: true });
    expect(it.left()).toEqual([...IMAGE_AND_SNAPSHOT, 'snapshot cn-hangzhou']);
  });

  test('has its name back when the new one cannot be made', async () => {
    await using it = await rig();
    const first = await it.build();
    it.emulator.faults.add({ action: 'CreateImage', code: 'QuotaExceed.Image', status: 403 });
    await expect(it.build({}, { force: true })).rejects.toMatchObject({ code: 'cloud-quota' });
    it.emulator.faults.clear();
    expect(it.left()).toEqual(IMAGE_AND_SNAPSHOT);
    await expect(it.build()).rejects.toThrow(first?.images[0]?.id);
  });
});

describe('sharing', () => {
  test('takes rights away as well', async () => {
    await using it = await rig();
    await it.build({
      image_share_account: ['1111111111111111'],
      image_unshare_account: ['2222222222222222'],
    });
    expect(it.sent('ModifyImageSharePermission')).toMatchObject([
      { 'AddAccount.1': '1111111111111111', 'RemoveAccount.1': '2222222222222222' },
    ]);
  });

  test('is not touched when nobody is named', async () => {
    await using it = await rig();
    await it.build();
    expect(it.sent('ModifyImageSharePermission')).toEqual([]);
  });
});
