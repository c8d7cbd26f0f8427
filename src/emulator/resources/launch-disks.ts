import { diskSizes, MOST_DATA_DISKS } from '../../cloud/alibaba/rules/disks.ts';
import { ApiError, type Call } from '../action.ts';
import { type DiskCategory, findDiskCategory } from '../catalog/disk-categories.ts';
import type { InstanceType } from '../catalog/instance-types.ts';
import { flag, type Params, structures, text, wholeNumber } from '../params.ts';
import type { World } from '../world.ts';
import type { Image } from '../world-state.ts';
import { find, regionOf } from './table.ts';

/** A disk that a new instance will get. */
export interface DiskSpec {
  readonly type: 'system' | 'data';
  readonly category: string;
  readonly size: number;
  readonly performanceLevel: string;
  readonly name: string;
  readonly description: string;
  readonly device: string;
  readonly deleteWithInstance: boolean;
  readonly encrypted: boolean;
  readonly kmsKeyId: string;
  readonly sourceSnapshotId: string;
}

interface Choice {
  readonly image: Image;
  readonly instanceType: InstanceType;
}

/** Reads `SystemDisk.*`; a size of 0 counts as not given, because Packer sends it so. */
export function readSystemDisk(params: Params, { image, instanceType }: Choice): DiskSpec {
  const fields = new Map([...params].flatMap(([name, value]) => withoutPrefix(name, value)));
  const category = readCategory(fields, instanceType, 'InvalidSystemDiskCategory.ValueNotSupported');
  const size = wholeNumber(fields, 'Size') || Math.max(image.size, 40, category.system[0]);
  const range = sizesIn(fields, category, 'system');
  if (size < range[0] || size > range[1]) {
    throw sizeRefused('InvalidSystemDiskSize.ValueNotSupported', size, range);
  }
  if (size < image.size) {
    throw new ApiError(
      404,
      'InvalidSystemDiskSize.LessThanImageSize',
      `The specified system disk size of ${size} GiB is less than that of the image, ${image.size} GiB.`,
    );
  }
  const spec = readFields(fields, category);
  const encrypted = spec.encrypted || image.encrypted;
  return { ...spec, type: 'system', size, device: '/dev/xvda', encrypted, sourceSnapshotId: '' };
}

/** Reads `DataDisk.N.*` on top of the data disks that the image brings. */
export function readDataDisks(call: Call, world: World, choice: Choice): readonly DiskSpec[] {
  const given = structures(call.params, 'DataDisk');
  const ofImage = choice.image.mappings.filter(({ type }) => type === 'data');
  const devices = given.map((fields) => deviceIn(fields));
  const inherited = ofImage.filter(({ device }) => !devices.includes(device));
  const inheritedFields = inherited.map(
    ({ device, size, snapshotId }) =>
      new Map([
        ['Device', device],
        ['Size', String(size)],
        ['SnapshotId', snapshotId],
      ]),
  );
  const all = [...inheritedFields, ...given];
  if (all.length > MOST_DATA_DISKS) {
    throw new ApiError(
      400,
      'InstanceDiskNumber.LimitExceed',
      `An instance can have ${MOST_DATA_DISKS} data disks.`,
    );
  }
  const specs = all.map((fields) => readDataDisk(call, world, { ...choice, fields }));
  return withDevices(specs);
}

function readDataDisk(
  call: Call,
  world: World,
  { fields, image, instanceType }: Choice & { fields: Params },
): DiskSpec {
  const snapshots = regionOf(world, call).snapshots;
  const overridden = image.mappings.find(
    ({ type, device }) => type === 'data' && device === deviceIn(fields),
  );
  const sourceSnapshotId = text(fields, 'SnapshotId') || overridden?.snapshotId || '';
  const snapshot = find(snapshots, sourceSnapshotId);
  if (sourceSnapshotId !== '') checkSnapshot(sourceSnapshotId, snapshot);
  const category = readCategory(fields, instanceType, 'InvalidDataDiskCategory.ValueNotSupported');
  const least = snapshot?.diskSize ?? 0;
  const size =
    wholeNumber(fields, 'Size') || Math.max(least, overridden?.size ?? 0, least > 0 ? category.data[0] : 0);
  const range = sizesIn(fields, category, 'data');
  if (size < range[0] || size > range[1]) {
    throw sizeRefused('InvalidDataDiskSize.ValueNotSupported', size, range);
  }
  if (size < least) {
    throw new ApiError(
      403,
      'InvalidDiskSize.TooSmall',
      `A data disk of ${size} GiB is smaller than its snapshot.`,
    );
  }
  return { ...readFields(fields, category), type: 'data', size, device: deviceIn(fields), sourceSnapshotId };
}

function checkSnapshot(id: string, snapshot: { status: string; diskType: string } | undefined): void {
  if (snapshot === undefined) {
    throw new ApiError(
      404,
      'InvalidDataDiskSnapshotId.NotFound',
      `The specified snapshot does not exist: ${id}.`,
    );
  }
  if (snapshot.status !== 'accomplished') {
    throw new ApiError(
      403,
      'InvalidSnapshotId.NotReady',
      `The specified snapshot has not completed yet: ${id}.`,
    );
  }
  if (snapshot.diskType !== 'data') {
    throw new ApiError(
      403,
      'InvalidSnapshotId.NotDataDiskSnapshot',
      `The snapshot is not one of a data disk: ${id}.`,
    );
  }
}

function readFields(fields: Params, category: DiskCategory) {
  const level = text(fields, 'PerformanceLevel');
  const kmsKeyId = text(fields, 'KMSKeyId');
  return {
    category: category.name,
    performanceLevel: level || (category.name === 'cloud_essd' ? 'PL1' : ''),
    name: text(fields, 'DiskName'),
    description: text(fields, 'Description'),
    deleteWithInstance: flag(fields, 'DeleteWithInstance', true),
    encrypted: flag(fields, 'Encrypted'),
    kmsKeyId,
  };
}

function readCategory(fields: Params, instanceType: InstanceType, code: string): DiskCategory {
  const name = text(fields, 'Category') || (instanceType.disks[0] ?? '');
  const category = findDiskCategory(name);
  if (category === undefined || !instanceType.disks.includes(name)) {
    throw new ApiError(
      400,
      code,
      `The disk category ${name} is not supported by ${instanceType.id}, which takes ${instanceType.disks.join(', ')}.`,
    );
  }
  return category;
}

/** Documented samples write `dev/xvdb` as well as `/dev/xvdb`. */
function deviceIn(fields: Params): string {
  const device = text(fields, 'Device');
  return device === '' || device.startsWith('/') ? device : `/${device}`;
}

/** Gives each disk without a device the next free one, from /dev/xvdb on. */
function withDevices(specs: readonly DiskSpec[]): readonly DiskSpec[] {
  const taken = new Set<string>(['/dev/xvda']);
  for (const { device } of specs) {
    if (device !== '' && taken.has(device)) {
      throw new ApiError(403, 'InvalidDevice.InUse', `The specified device has been occupied: ${device}.`);
    }
    taken.add(device);
  }
  return specs.map((spec) => {
    const device = spec.device || freeDevice(taken);
    taken.add(device);
    return { ...spec, device };
  });
}

function freeDevice(taken: ReadonlySet<string>): string {
  const letters = [...'bcdefghijklmnopqrstuvwxyz'];
  return letters.map((letter) => `/dev/xvd${letter}`).find((device) => !taken.has(device)) ?? '/dev/xvdaa';
}

function sizesIn(fields: Params, { name }: DiskCategory, use: 'system' | 'data') {
  return diskSizes(name, use, text(fields, 'PerformanceLevel'));
}

function sizeRefused(code: string, size: number, [least, most]: readonly [number, number]): ApiError {
  return new ApiError(400, code, `The specified disk size of ${size} GiB is not from ${least} to ${most}.`);
}

function withoutPrefix(name: string, value: string): readonly (readonly [string, string])[] {
  return name.startsWith('SystemDisk.') ? [[name.slice('SystemDisk.'.length), value]] : [];
}
