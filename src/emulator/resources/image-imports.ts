import type { FoundDisk } from '../../wire/disk-format.ts';
import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { endDryRun, structures, text, wholeNumber } from '../params.ts';
import type { World } from '../world.ts';
import type { Image, Snapshot } from '../world-state.ts';
import { checkImageName } from './image-catalog.ts';
import { born, checkQuota, find, regionOf } from './table.ts';

const ROLE = 'AliyunECSImageImportDefaultRole';
const POLICY = 'System:AliyunECSImageImportRolePolicy';
const GIBIBYTE = 1024 ** 3;
const LARGEST = 2048;

const PLATFORMS =
  'Aliyun,Anolis,CentOS,Ubuntu,CoreOS,SUSE,Debian,OpenSUSE,FreeBSD,RedHat,Red Hat,Kylin,UOS,Fedora,Fedora CoreOS,CentOS Stream,AlmaLinux,Rocky Linux,Gentoo,Customized Linux,Others Linux,Windows Server 2022,Windows Server 2019,Windows Server 2016,Windows Server 2012,Windows Server 2008,Windows Server 2003,Windows 7,Other Windows'.split(
    ',',
  );

/** The image is there at once and Creating; whether the disk can be used shows when the import ends. */
const importImage: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const name = text(params, 'ImageName');
  if (name !== '') checkImageName(region, name);
  const settings = settingsOf(call);
  checkQuota(Object.keys(region.images).length, world.quotas.images, {
    status: 403,
    code: 'QuotaExceed.Image',
  });
  checkRole(call, world);
  const disk = diskOf(call, world);
  endDryRun(params);
  const resource = born(world, 'm', params);
  const duration = world.latency.imageImport;
  const snapshot = snapshotOf(call, world, disk.size);
  region.snapshots[snapshot.id] = snapshot;
  const image: Image = {
    ...resource,
    ...settings,
    name: name || resource.id,
    description: text(params, 'Description'),
    family: '',
    version: '',
    ownerAlias: 'self',
    size: disk.size,
    productCode: '',
    isCopied: false,
    encrypted: false,
    imdsSupport: text(params, 'Features.ImdsSupport') || 'v1',
    mappings: [
      {
        device: '/dev/xvda',
        type: 'system',
        size: disk.size,
        snapshotId: snapshot.id,
        format: disk.format,
        encrypted: false,
      },
    ],
    status: 'Creating',
    readyAt: resource.createdAt + duration,
    shares: {},
    source: null,
    expired: false,
    importTask: { id: world.newId('t'), createdAt: resource.createdAt },
  };
  region.images[image.id] = image;
  world.later(duration, { name: 'snapshot-accomplished', region: call.region, id: snapshot.id });
  world.later(duration, {
    name: disk.usable ? 'image-available' : 'image-failed',
    region: call.region,
    id: image.id,
  });
  return { ImageId: image.id, TaskId: image.importTask?.id, RegionId: call.region };
};

function settingsOf({
  params,
}: Call): Pick<Image, 'architecture' | 'osType' | 'osName' | 'platform' | 'bootMode'> {
  const architecture = text(params, 'Architecture') || 'x86_64';
  if (!['i386', 'x86_64', 'arm64'].includes(architecture)) throw malformed('Architecture', architecture);
  const osType = text(params, 'OSType') || 'linux';
  if (osType !== 'linux' && osType !== 'windows') throw malformed('OSType', osType);
  const platform = text(params, 'Platform') || 'Others Linux';
  if (!PLATFORMS.includes(platform)) throw malformed('Platform', platform);
  const license = text(params, 'LicenseType');
  if (!['', 'Auto', 'Aliyun', 'BYOL'].includes(license))
    throw new ApiError(
      400,
      'InvalidLicenseType.NotSupported',
      `The specified LicenseType is not supported: ${license}.`,
    );
  const arm = architecture === 'arm64';
  return {
    architecture: arm ? 'arm64' : 'x86_64',
    osType,
    osName: platform,
    platform,
    bootMode: text(params, 'BootMode') || (arm ? 'UEFI' : 'BIOS'),
  };
}

function malformed(name: string, value: string): ApiError {
  return new ApiError(400, `Invalid${name}.Malformed`, `The specified ${name} is wrongly formed: ${value}.`);
}

/** ECS reads the disk by a role of the account, which the account has to make. */
function checkRole({ params }: Call, { state }: World): void {
  const role = find(state.roles, text(params, 'RoleName') || ROLE);
  if (role?.trust.includes('ecs.aliyuncs.com') === true && role.policies.includes(POLICY)) return;
  throw new ApiError(
    403,
    'NoSetRoletoECSServiceAcount',
    'ECS service account has no authority to access your OSS. Please attach a role to it.',
  );
}

interface ImportedDisk {
  readonly format: string;
  /** GiB. */
  readonly size: number;
  readonly usable: boolean;
}

function diskOf(call: Call, world: World): ImportedDisk {
  const [mapping] = structures(call.params, 'DiskDeviceMapping');
  if (mapping === undefined)
    throw new ApiError(403, 'MissingParameter.DiskDeviceMapping', 'DiskDeviceMapping is required.');
  const [bucketName, key] = [text(mapping, 'OSSBucket'), text(mapping, 'OSSObject')];
  const bucket = find(world.state.buckets, bucketName);
  if (bucket === undefined || bucket.accountId !== call.accountId)
    throw new ApiError(
      400,
      'InvalidOSSBucket.NotFound',
      `The specified OSS bucket does not exist: ${bucketName}.`,
    );
  if (bucket.region !== call.region)
    throw new ApiError(
      400,
      'InvalidOSSBucket.NotMatched',
      `The specified OSS bucket and region do not match: ${bucketName} is in ${bucket.region}.`,
    );
  const object = find(bucket.objects, key);
  if (object === undefined)
    throw new ApiError(400, 'InvalidOSSObject.NotFound', `The specified OSS object does not exist: ${key}.`);
  const asked = text(mapping, 'Format').toUpperCase();
  if (!['', 'RAW', 'VHD', 'QCOW2', 'VMDK'].includes(asked)) throw malformed('ImageFormat', asked);
  const found = world.contents.disk(object.pieces);
  const size =
    wholeNumber(mapping, 'DiskImageSize') ??
    wholeNumber(mapping, 'DiskImSize') ??
    Math.max(1, Math.ceil(found.size / GIBIBYTE));
  if (size < 1 || size > LARGEST || size * GIBIBYTE < found.size)
    throw new ApiError(
      400,
      'InvalidImageSize',
      `The specified DiskImageSize must be from 1 to ${LARGEST} GiB and not less than the disk: ${size}.`,
    );
  return { format: asked || found.format, size, usable: isUsable(found, asked) };
}

function isUsable({ format, size }: FoundDisk, asked: string): boolean {
  return (asked === '' || asked === format) && size > 0;
}

function snapshotOf(call: Call, world: World, size: number): Snapshot {
  return {
    id: world.newId('s'),
    createdAt: world.now(),
    resourceGroupId: text(call.params, 'ResourceGroupId'),
    tags: [],
    name: `Imported_${text(call.params, 'ImageName')}`.slice(0, 128),
    description: '',
    type: 'user',
    diskId: '',
    diskType: 'system',
    diskSize: size,
    diskCategory: '',
    instanceId: '',
    osName: '',
    osType: text(call.params, 'OSType') === 'windows' ? 'windows' : 'linux',
    encrypted: false,
    kmsKeyId: '',
    sourceRegionId: '',
    sourceSnapshotId: '',
    status: 'progressing',
    readyAt: world.now() + world.latency.imageImport,
    content: '',
  };
}

/** Images of disks in OSS. */
export const imageImportActions: readonly Action[] = [
  {
    name: 'Ecs.ImportImage',
    required: ['RegionId'],
    handler: importImage,
    clientToken: { status: 400, code: 'IdempotentParameterMismatch' },
  },
];
