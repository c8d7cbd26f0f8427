import { describe, expect, it } from 'vitest';
import { leftovers } from '../../../src/emulator/leftovers.ts';
import { at, type Cloud, listAt, type Params, startCloud, textAt } from './cloud.ts';
import { describeImage, imageOf, runInstance } from './fixtures.ts';

const beijing = { RegionId: 'cn-beijing' };

function copy(cloud: Cloud, ImageId: string, given: Params = {}): string {
  const destination = { DestinationRegionId: 'cn-beijing', ...given };
  return textAt(cloud.call('Ecs.CopyImage', { ImageId, ...destination }), 'ImageId');
}

function cloudWithImage(latency = 'realistic', quotas = {}) {
  const cloud = startCloud({ latency, quotas });
  const id = runInstance(cloud, { 'DataDisk.1.Size': 30 });
  cloud.pass(60_000);
  const image = imageOf(cloud, id, { ImageName: 'golden' });
  cloud.pass(60_000);
  return { cloud, image };
}

const statusOf = (cloud: Cloud, id: string) => at(describeImage(cloud, id, beijing), 'Status');

describe('CopyImage', () => {
  it('makes an image with snapshots of its own in the other region', () => {
    const { cloud, image } = cloudWithImage();
    const id = copy(cloud, image, { DestinationImageName: 'golden', DestinationDescription: 'copied' });
    expect(statusOf(cloud, id)).toBe('Creating');
    cloud.pass(300_000);
    const done = describeImage(cloud, id, beijing);
    expect(['Status', 'IsCopied', 'ImageName', 'Description'].map((field) => at(done, field))).toEqual([
      'Available',
      true,
      'golden',
      'copied',
    ]);
    const own = listAt(done, 'DiskDeviceMappings.DiskDeviceMapping').map((each) => at(each, 'SnapshotId'));
    const snapshots = cloud.call('Ecs.DescribeSnapshots', { ...beijing, Status: 'accomplished' });
    expect(listAt(snapshots, 'Snapshots.Snapshot').map((each) => at(each, 'SnapshotId'))).toEqual(
      own.reverse(),
    );
    expect(describeImage(cloud, id)).toBeUndefined();
  });

  it('queues more copies than run at once', () => {
    const { cloud, image } = cloudWithImage('realistic', { copiesAtOnce: 2 });
    const ids = [1, 2, 3].map((number) => copy(cloud, image, { DestinationImageName: `copy${number}` }));
    const statuses = () => ids.map((id) => statusOf(cloud, id));
    expect(statuses()).toEqual(['Creating', 'Creating', 'Waiting']);
    cloud.pass(300_000);
    expect(statuses()).toEqual(['Available', 'Available', 'Creating']);
    cloud.pass(300_000);
    expect(statuses()).toEqual(['Available', 'Available', 'Available']);
  });

  it('encrypts, within a region too, and only then takes a key', () => {
    const { cloud, image } = cloudWithImage('instant');
    const same = { DestinationRegionId: 'cn-hangzhou' };
    expect(cloud.refusal('Ecs.CopyImage', { ImageId: image, ...same })).toBe(
      '403 IncorrectDestinationRegion',
    );
    const key = { KMSKeyId: 'e522b26d-abf6-4e0d-b5da-04b7example' };
    expect(
      cloud.refusal('Ecs.CopyImage', { ImageId: image, DestinationRegionId: 'cn-beijing', ...key }),
    ).toBe('400 InvalidParameter.EncryptedIllegal');
    const id = copy(cloud, image, { ...same, Encrypted: true });
    const mappings = listAt(describeImage(cloud, id), 'DiskDeviceMappings.DiskDeviceMapping');
    expect(mappings.map((mapping) => at(mapping, 'Encrypted'))).toEqual([true, true]);
    const share = { ImageId: id, 'AddAccount.1': '1000000000000001' };
    expect(cloud.refusal('Ecs.ModifyImageSharePermission', share)).toBe(
      '403 OperationDeined.EncryptedSnapshot',
    );
  });

  it('refuses sources and destinations that do not do', () => {
    const { cloud, image } = cloudWithImage();
    const to = { DestinationRegionId: 'cn-beijing' };
    const refusal = (given: Params) => cloud.refusal('Ecs.CopyImage', { ImageId: image, ...to, ...given });
    expect(refusal({ DestinationRegionId: 'cn-nowhere' })).toBe('400 DestinationRegion.NotFound');
    expect(refusal({ ImageId: 'm-none' })).toBe('404 InvalidImageId.NotFound');
    const id = copy(cloud, image, { DestinationImageName: 'golden' });
    expect(refusal({ DestinationImageName: 'golden' })).toBe('400 InvalidImageName.Duplicated');
    expect(
      cloud.refusal('Ecs.CopyImage', { ImageId: id, ...beijing, DestinationRegionId: 'cn-shanghai' }),
    ).toBe('400 IncorrectImageStatus');
    expect(cloud.refusal('Ecs.DeleteImage', { ImageId: image })).toBe('403 OperationDenied.ImageCopying');
  });

  it('can be cancelled until it is done, and leaves nothing', () => {
    const { cloud, image } = cloudWithImage();
    const cancelled = copy(cloud, image);
    cloud.call('Ecs.CancelCopyImage', { ...beijing, ImageId: cancelled });
    expect(leftovers(cloud.world).filter(({ region }) => region === 'cn-beijing')).toEqual([]);
    const finished = copy(cloud, image);
    cloud.pass(300_000);
    expect(cloud.refusal('Ecs.CancelCopyImage', { ...beijing, ImageId: finished })).toBe(
      '400 CancelNotSupported',
    );
    expect(cloud.refusal('Ecs.CancelCopyImage', { ImageId: image })).toBe('400 ImageCreatedNotFromCopy');
  });
});

describe('sharing an image', () => {
  it('lists the accounts it was given', () => {
    const { cloud, image } = cloudWithImage('instant');
    const call = 'Ecs.ModifyImageSharePermission';
    cloud.call(call, {
      ImageId: image,
      'AddAccount.1': '1000000000000001',
      'AddAccount.2': '1000000000000002',
    });
    cloud.call(call, { ImageId: image, 'RemoveAccount.1': '1000000000000001' });
    const shares = cloud.call('Ecs.DescribeImageSharePermission', { ImageId: image });
    expect(listAt(shares, 'Accounts.Account').map((account) => at(account, 'AliyunId'))).toEqual([
      '1000000000000002',
    ]);
  });

  it('takes a call without accounts, as Packer sends it', () => {
    const { cloud, image } = cloudWithImage('instant');
    expect(cloud.call('Ecs.ModifyImageSharePermission', { ImageId: image })).toEqual({});
  });

  it('refuses accounts that are none, its own, too many, and an image in the making', () => {
    const { cloud, image } = cloudWithImage('realistic', { sharesPerImage: 1 });
    const refusal = (given: Params) =>
      cloud.refusal('Ecs.ModifyImageSharePermission', { ImageId: image, ...given });
    expect(refusal({ 'AddAccount.1': 'friend' })).toBe('404 InvalidAccount.NotFound');
    expect(refusal({ 'AddAccount.1': '1234567890123456' })).toBe('404 InvalidAccount.Forbbiden');
    expect(refusal({ 'AddAccount.1': '1001', 'AddAccount.2': '1002' })).toBe('403 QuotaExceed.ShareImage');
    const copied = { ...beijing, ImageId: copy(cloud, image), 'AddAccount.1': '1001' };
    expect(refusal(copied)).toBe('400 IncorrectImageStatus');
  });
});
