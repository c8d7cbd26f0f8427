import { contains, overlaps, parseCidr } from '../../wire/cidr.ts';
import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { findRegion } from '../catalog/regions.ts';
import type { EffectRun } from '../effects.ts';
import { commaTexts, endDryRun, flag, requiredText, text } from '../params.ts';
import { notFound } from '../refusal.ts';
import type { World } from '../world.ts';
import type { RegionState, Vpc, VSwitch } from '../world-state.ts';
import { holdersIn } from './instance-records.ts';
import { pageOf } from './page.ts';
import { born, checkQuota, find, isoSeconds, newestFirst, regionNamed, regionOf } from './table.ts';
import { hasTags, readTagFilter, vpcTags } from './tag-set.ts';
import { incorrectVpcStatus, vpcWith } from './vpcs.ts';

/** Effects on vSwitches. */
export const vSwitchEffects: Readonly<Record<string, EffectRun>> = {
  'vswitch-available'(world, { region, id }) {
    const vSwitch = find(regionNamed(world, region).vSwitches, id);
    if (vSwitch !== undefined) vSwitch.status = 'Available';
  },
  'vswitch-gone'(world, { region, id }) {
    delete regionNamed(world, region).vSwitches[id];
  },
};

/** The vSwitch with this id; throws InvalidVSwitchId.NotFound. */
export function vSwitchWith(region: RegionState, id: string): VSwitch {
  const vSwitch = find(region.vSwitches, id);
  if (vSwitch === undefined) throw notFound('VSwitchId', id);
  return vSwitch;
}

/** Addresses still free: the first and the last three of a block are the service's own. */
export function freeAddresses(region: RegionState, vSwitch: VSwitch): number {
  const block = parseCidr(vSwitch.cidrBlock);
  const size = block === undefined ? 0 : 2 ** (32 - block.prefix);
  return (
    size - 4 - Object.values(region.instances).filter(({ vSwitchId }) => vSwitchId === vSwitch.id).length
  );
}

const createVSwitch: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const vpc = vpcWith(region, requiredText(params, 'VpcId'));
  const zoneId = requiredText(params, 'ZoneId');
  const cidrBlock = requiredText(params, 'CidrBlock');
  const name = text(params, 'VSwitchName');
  if (!findRegion(call.region)?.zones.includes(zoneId)) throw notFound('ZoneId', zoneId);
  if (vpc.status !== 'Available') throw incorrectVpcStatus();
  checkPlace(world, region, { vpc, cidrBlock });
  const vSwitch: VSwitch = {
    ...born(world, 'vsw', params),
    name,
    description: text(params, 'Description'),
    vpcId: vpc.id,
    zoneId,
    cidrBlock,
    status: 'Pending',
  };
  region.vSwitches[vSwitch.id] = vSwitch;
  world.later(world.latency.vSwitch, { name: 'vswitch-available', region: call.region, id: vSwitch.id });
  return { VSwitchId: vSwitch.id };
};

/** One vSwitch of a VPC is made at a time, inside the block of the VPC and beside the others. */
function checkPlace(
  world: World,
  region: RegionState,
  { vpc, cidrBlock }: { vpc: Vpc; cidrBlock: string },
): void {
  const others = Object.values(region.vSwitches).filter(({ vpcId }) => vpcId === vpc.id);
  checkQuota(others.length, world.quotas.vSwitchesPerVpc, { status: 400, code: 'QuotaExceeded.VSwitch' });
  const block = parseCidr(cidrBlock);
  const outer = parseCidr(vpc.cidrBlock);
  if (
    block === undefined ||
    outer === undefined ||
    block.prefix < 16 ||
    block.prefix > 29 ||
    !contains(outer, block)
  ) {
    throw new ApiError(400, 'InvalidCidrBlock.Malformed', `Specified CIDR block is not valid: ${cidrBlock}.`);
  }
  for (const other of others) {
    const taken = parseCidr(other.cidrBlock);
    if (taken !== undefined && overlaps(taken, block)) {
      throw new ApiError(
        400,
        'InvalidCidrBlock.Overlapped',
        `Specified CIDR block overlaps with ${other.id}.`,
      );
    }
  }
  if (others.some(({ status }) => status === 'Pending')) {
    throw new ApiError(
      400,
      'TaskConflict',
      'The operation is not permitted: another vSwitch of the VPC is being created.',
    );
  }
}

const deleteVSwitch: Handler = (call, world) => {
  const region = regionOf(world, call);
  const vSwitch = vSwitchWith(region, requiredText(call.params, 'VSwitchId'));
  if (vSwitch.status !== 'Available') throw incorrectVSwitchStatus();
  if (holdersIn(world, region).some(({ vSwitchId }) => vSwitchId === vSwitch.id)) {
    throw new ApiError(
      400,
      'DependencyViolation',
      `There is still an instance in the specified VSwitch: ${vSwitch.id}.`,
    );
  }
  const others = Object.values(region.vSwitches).filter(({ vpcId }) => vpcId === vSwitch.vpcId);
  if (others.some(({ removing }) => removing)) throw otherInProgress();
  endDryRun(call.params);
  Object.assign(vSwitch, { status: 'Pending', removing: true });
  world.later(world.latency.vSwitchDelete, { name: 'vswitch-gone', region: call.region, id: vSwitch.id });
  return {};
};

const describeVSwitches: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const tags = readTagFilter(params);
  const ids = commaTexts(params, 'VSwitchId');
  const asked = (name: string, value: string) => text(params, name) === '' || text(params, name) === value;
  const found = newestFirst(region.vSwitches)
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .filter(({ vpcId, zoneId, name, resourceGroupId }) => {
      const named = asked('VSwitchName', name) && asked('ResourceGroupId', resourceGroupId);
      return named && asked('VpcId', vpcId) && asked('ZoneId', zoneId) && !flag(params, 'IsDefault');
    })
    .filter((vSwitch) => hasTags(world, vSwitch, tags));
  const page = pageOf(found, params, { largest: 50 });
  return { ...page.fields, VSwitches: { VSwitch: page.items.map((vSwitch) => view(call, region, vSwitch)) } };
};

const describeVSwitchAttributes: Handler = (call, world) => {
  const region = regionOf(world, call);
  return view(call, region, vSwitchWith(region, requiredText(call.params, 'VSwitchId')));
};

function otherInProgress(): ApiError {
  return new ApiError(
    400,
    'OperationDenied.OtherSubnetProcessing',
    'The operation is denied because another vSwitch of the VPC is being processed.',
  );
}

/** The error of calls that need an Available vSwitch; clients retry it. */
export function incorrectVSwitchStatus(): ApiError {
  return new ApiError(
    400,
    'IncorrectVSwitchStatus',
    'Current VSwitch status does not support this operation.',
  );
}

function view(call: Call, region: RegionState, vSwitch: VSwitch) {
  const both = {
    VSwitchId: vSwitch.id,
    VSwitchName: vSwitch.name,
    Description: vSwitch.description,
    VpcId: vSwitch.vpcId,
    ZoneId: vSwitch.zoneId,
    CidrBlock: vSwitch.cidrBlock,
    Status: vSwitch.status,
    AvailableIpAddressCount: freeAddresses(region, vSwitch),
    CreationTime: isoSeconds(vSwitch.createdAt),
    IsDefault: false,
    ResourceGroupId: vSwitch.resourceGroupId,
  };
  if (call.product !== 'Vpc') return both;
  const routeTableId = find(region.vpcs, vSwitch.vpcId)?.routeTableId ?? '';
  return {
    ...both,
    RouteTable: { RouteTableId: routeTableId, RouteTableType: 'System' },
    Tags: vpcTags(vSwitch.tags),
  };
}

const clientToken = { status: 400, code: 'IdempotentParameterMismatch' };

/** vSwitches, as the VPC product and (older, fewer fields) ECS answer them. */
export const vSwitchActions: readonly Action[] = [
  ...['Ecs', 'Vpc'].flatMap((product) => [
    {
      name: `${product}.CreateVSwitch`,
      required: ['CidrBlock', 'VpcId', 'ZoneId'],
      handler: createVSwitch,
      clientToken,
    },
    { name: `${product}.DescribeVSwitches`, required: [], handler: describeVSwitches },
    { name: `${product}.DeleteVSwitch`, required: ['VSwitchId'], handler: deleteVSwitch },
  ]),
  { name: 'Vpc.DescribeVSwitchAttributes', required: ['VSwitchId'], handler: describeVSwitchAttributes },
];
