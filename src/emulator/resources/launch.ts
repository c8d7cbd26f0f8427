import { ApiError, type Call } from '../action.ts';
import { findInstanceType, type InstanceType, zonesSelling } from '../catalog/instance-types.ts';
import { findRegion } from '../catalog/regions.ts';
import { type Params, repeated, requiredText, structures, text } from '../params.ts';
import { missingParameter, notFound } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Image, VSwitch } from '../world-state.ts';
import { imageWith, incorrectImageStatus, newestOfFamily } from './image-catalog.ts';
import { checkIdentity } from './launch-checks.ts';
import { type DiskSpec, readDataDisks, readSystemDisk } from './launch-disks.ts';
import { securityGroupWith } from './security-groups.ts';
import { regionOf } from './table.ts';
import { incorrectVpcStatus, vpcWith } from './vpcs.ts';
import { freeAddresses, incorrectVSwitchStatus, vSwitchWith } from './vswitches.ts';

/** Everything a new instance is made of, checked. */
export interface Launch {
  readonly image: Image;
  readonly instanceType: InstanceType;
  readonly vSwitch: VSwitch;
  readonly securityGroupIds: readonly string[];
  readonly disks: readonly DiskSpec[];
}

/** Reads the parameters of RunInstances and CreateInstance for `amount` instances; throws what the service would. */
export function readLaunch(call: Call, world: World, amount: number): Launch {
  const image = readImage(call, world);
  const instanceType = readInstanceType(call.params, image);
  const vSwitch = readVSwitch(call, world, amount);
  const securityGroupIds = readSecurityGroups(call, world, vSwitch);
  checkStock(call, instanceType, { zoneId: vSwitch.zoneId, soldOut: world.soldOut });
  checkIdentity(call, world, { image, instanceType });
  const choice = { image, instanceType };
  const disks = [readSystemDisk(call.params, choice), ...readDataDisks(call, world, choice)];
  return { image, instanceType, vSwitch, securityGroupIds, disks };
}

function readImage(call: Call, world: World): Image {
  const region = regionOf(world, call);
  const id = text(call.params, 'ImageId');
  const family = text(call.params, 'ImageFamily');
  if (id === '' && family === '') throw missingParameter('ImageId');
  const image = id === '' ? newestOfFamily(region, family) : imageWith(region, id);
  if (image === undefined) throw notFound('ImageId', `family ${family}`);
  if (image.expired) {
    throw new ApiError(403, 'OperationDenied.ImageNotValid', `The specified image has expired: ${image.id}.`);
  }
  if (image.status !== 'Available' && image.status !== 'Deprecated') throw incorrectImageStatus();
  return image;
}

function readInstanceType(params: Params, image: Image): InstanceType {
  const id = requiredText(params, 'InstanceType');
  const type = findInstanceType(id);
  if (type === undefined) {
    throw new ApiError(
      400,
      'InvalidInstanceType.ValueNotSupported',
      `The specified InstanceType is not valid: ${id}.`,
    );
  }
  if ((type.architecture === 'ARM') !== (image.architecture === 'arm64')) {
    throw new ApiError(403, 'ImageNotSupportInstanceType', `The image ${image.id} does not support ${id}.`);
  }
  return type;
}

/** Classic networks are no more: a vSwitch must be given, here or with the first network interface. */
function readVSwitch(call: Call, world: World, amount: number): VSwitch {
  const region = regionOf(world, call);
  const id = text(call.params, 'VSwitchId') || text(firstInterface(call.params), 'VSwitchId');
  if (id === '') throw missingParameter('VSwitchId');
  const vSwitch = vSwitchWith(region, id);
  if (vSwitch.status !== 'Available') throw incorrectVSwitchStatus();
  if (vpcWith(region, vSwitch.vpcId).status !== 'Available') throw incorrectVpcStatus();
  const zone = text(call.params, 'ZoneId');
  if (zone !== '' && !findRegion(call.region)?.zones.includes(zone)) throw notFound('ZoneId', zone);
  if (zone !== '' && zone !== vSwitch.zoneId) {
    throw new ApiError(
      403,
      'ResourcesNotInSameZone',
      `The vSwitch ${id} is in ${vSwitch.zoneId}, not in ${zone}.`,
    );
  }
  if (freeAddresses(region, vSwitch) < amount) {
    throw new ApiError(400, 'QuotaExceeded.PrivateIpAddress', `The vSwitch ${id} has no addresses left.`);
  }
  return vSwitch;
}

function readSecurityGroups(call: Call, world: World, vSwitch: VSwitch): readonly string[] {
  const region = regionOf(world, call);
  const nic = firstInterface(call.params);
  const names = ['SecurityGroupId', 'SecurityGroupIds'];
  const given = [call.params, nic].flatMap((params) => names.flatMap((name) => repeated(params, name)));
  const ids = [...new Set(given)];
  if (ids.length === 0) throw missingParameter('SecurityGroupId');
  for (const id of ids) {
    if (securityGroupWith(region, id).vpcId !== vSwitch.vpcId) {
      throw new ApiError(
        400,
        'InvalidParameter.Mismatch',
        `The security group ${id} is not in the VPC of the vSwitch.`,
      );
    }
  }
  return ids;
}

function checkStock(
  call: Call,
  type: InstanceType,
  { zoneId, soldOut }: { readonly zoneId: string; readonly soldOut: readonly string[] },
): void {
  if (!zonesSelling(type, call.region).includes(zoneId)) {
    throw new ApiError(
      403,
      'Zone.NotOnSale',
      `The resource in the specified zone is no longer available for sale: ${type.id} in ${zoneId}.`,
    );
  }
  if (soldOut.includes(type.id) || soldOut.includes(`${type.id}@${zoneId}`)) {
    throw new ApiError(
      403,
      'OperationDenied.NoStock',
      `The requested resource is sold out in ${zoneId}: ${type.id}.`,
    );
  }
}

function firstInterface(params: Params): Params {
  return structures(params, 'NetworkInterface')[0] ?? new Map();
}
