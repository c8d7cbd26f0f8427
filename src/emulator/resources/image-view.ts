import type { World } from '../world.ts';
import type { DiskMapping, Image, RegionState } from '../world-state.ts';
import { isoSeconds } from './table.ts';
import { ecsTags } from './tag-set.ts';

/** Percent of the way from its beginning to its end, as `45%`. */
export function progress(
  world: World,
  work: { readonly createdAt: number; readonly readyAt: number },
): string {
  const whole = work.readyAt - work.createdAt;
  if (work.readyAt === 0) return '0%';
  const share = whole <= 0 ? 1 : (world.now() - work.createdAt) / whole;
  return `${Math.max(0, Math.min(100, Math.floor(share * 100)))}%`;
}

/** Seconds until it is ready. */
export function remainTime(world: World, readyAt: number): number {
  return Math.max(0, Math.ceil((readyAt - world.now()) / 1000));
}

/** The fields that DescribeImages and DescribeImageFromFamily have in common. */
function commonView(world: World, image: Image) {
  return {
    ImageId: image.id,
    ImageName: image.name,
    ImageFamily: image.family,
    ImageVersion: image.version,
    ImageOwnerAlias: image.ownerAlias,
    Description: image.description,
    Architecture: image.architecture,
    OSName: image.osName,
    OSType: image.osType,
    Platform: image.platform,
    Size: image.size,
    Status: image.status,
    Progress: imageProgress(world, image),
    CreationTime: isoSeconds(image.createdAt),
    ProductCode: image.productCode,
    IsCopied: image.isCopied,
    IsSelfShared: Object.keys(image.shares).length > 0 ? 'True' : '',
    IsSubscribed: false,
    IsSupportCloudinit: image.osType === 'linux',
    IsSupportIoOptimized: true,
    Tags: ecsTags(image.tags),
  };
}

/** An image of DescribeImages. */
export function fullView(world: World, region: RegionState, image: Image) {
  const inUse = Object.values(region.instances).some(({ imageId }) => imageId === image.id);
  const owned = image.ownerAlias === 'self' ? { ImageOwnerId: Number(world.accountId) } : {};
  return {
    ...commonView(world, image),
    ...owned,
    OSNameEn: image.osName,
    BootMode: image.bootMode,
    IsPublic: image.ownerAlias === 'system',
    Usage: inUse ? 'instance' : 'none',
    ResourceGroupId: image.resourceGroupId,
    LoginAsNonRootSupported: image.ownerAlias === 'system' && image.osType === 'linux',
    Features: { ImdsSupport: image.imdsSupport, NvmeSupport: 'supported' },
    DiskDeviceMappings: {
      DiskDeviceMapping: image.mappings.map((mapping) => mappingView(world, image, mapping)),
    },
  };
}

/** The image of DescribeImageFromFamily: fewer fields, also in the disks. */
export function familyView(world: World, region: RegionState, image: Image) {
  const mappings = image.mappings.map(({ device, size, snapshotId, type, format }) => {
    return { Device: device, Size: String(size), SnapshotId: snapshotId, Type: type, Format: format };
  });
  const { Usage } = fullView(world, region, image);
  return { ...commonView(world, image), Usage, DiskDeviceMappings: { DiskDeviceMapping: mappings } };
}

function mappingView(world: World, image: Image, mapping: DiskMapping) {
  return {
    Device: mapping.device,
    Size: String(mapping.size),
    SnapshotId: mapping.snapshotId,
    Type: mapping.type,
    Format: mapping.format,
    Encrypted: mapping.encrypted,
    Progress: imageProgress(world, image),
    RemainTime: remainTime(world, image.readyAt),
  };
}

function imageProgress(world: World, image: Image): string {
  return image.status === 'Creating' || image.status === 'Waiting' ? progress(world, image) : '100%';
}
