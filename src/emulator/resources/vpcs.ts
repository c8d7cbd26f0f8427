import { contains, parseCidr } from '../../wire/cidr.ts';
import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import type { EffectRun } from '../effects.ts';
import { commaTexts, endDryRun, flag, type Params, requiredText, text } from '../params.ts';
import { notFound } from '../refusal.ts';
import type { RegionState, Vpc } from '../world-state.ts';
import { pageOf } from './page.ts';
import { born, checkQuota, find, isoSeconds, newestFirst, regionNamed, regionOf } from './table.ts';
import { hasTags, readTagFilter, vpcTags } from './tag-set.ts';

const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(parseCidr);

/** Effects on VPCs. */
export const vpcEffects: Readonly<Record<string, EffectRun>> = {
  'vpc-available'(world, { region, id }) {
    const vpc = find(regionNamed(world, region).vpcs, id);
    if (vpc !== undefined) vpc.status = 'Available';
  },
  'vpc-gone'(world, { region, id }) {
    delete regionNamed(world, region).vpcs[id];
  },
};

/** The VPC with this id; throws InvalidVpcId.NotFound. */
export function vpcWith(region: RegionState, id: string): Vpc {
  const vpc = find(region.vpcs, id);
  if (vpc === undefined) throw notFound('VpcId', id);
  return vpc;
}

/** The error of the many calls that need an Available VPC. */
export function incorrectVpcStatus(): ApiError {
  return new ApiError(400, 'IncorrectVpcStatus', 'Current VPC status does not support this operation.');
}

const createVpc: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const name = text(params, 'VpcName');
  const cidrBlock = text(params, 'CidrBlock') || '172.16.0.0/12';
  checkCidr(cidrBlock);
  checkQuota(Object.keys(region.vpcs).length, world.quotas.vpcs, { status: 400, code: 'QuotaExceeded.Vpc' });
  endDryRun(params);
  const vpc: Vpc = {
    ...born(world, 'vpc', params),
    name,
    description: text(params, 'Description'),
    cidrBlock,
    routerId: world.newId('vrt'),
    routeTableId: world.newId('vtb'),
    status: 'Pending',
  };
  region.vpcs[vpc.id] = vpc;
  world.later(world.latency.vpc, { name: 'vpc-available', region: call.region, id: vpc.id });
  const ids = { VpcId: vpc.id, VRouterId: vpc.routerId, RouteTableId: vpc.routeTableId };
  return call.product === 'Vpc' ? { ...ids, ResourceGroupId: vpc.resourceGroupId } : ids;
};

const deleteVpc: Handler = (call, world) => {
  const region = regionOf(world, call);
  const vpc = vpcWith(region, requiredText(call.params, 'VpcId'));
  if (vpc.status !== 'Available') throw incorrectVpcStatus();
  const used = (code: string, what: string) =>
    new ApiError(400, `DependencyViolation.${code}`, `The specified VPC still has ${what}: ${vpc.id}.`);
  if (Object.values(region.vSwitches).some(({ vpcId }) => vpcId === vpc.id))
    throw used('VSwitch', 'vSwitches');
  if (Object.values(region.securityGroups).some(({ vpcId }) => vpcId === vpc.id)) {
    throw used('SecurityGroup', 'security groups');
  }
  endDryRun(call.params);
  Object.assign(vpc, { status: 'Pending', removing: true });
  world.later(world.latency.vpcDelete, { name: 'vpc-gone', region: call.region, id: vpc.id });
  return {};
};

const describeVpcs: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const tags = readTagFilter(params);
  const ids = commaTexts(params, 'VpcId');
  const found = newestFirst(region.vpcs)
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .filter(({ name }) => text(params, 'VpcName') === '' || name === text(params, 'VpcName'))
    .filter((vpc) => matches(params, vpc) && hasTags(world, vpc, tags));
  const page = pageOf(found, params, { largest: 50 });
  return { ...page.fields, Vpcs: { Vpc: page.items.map((vpc) => view(call, region, vpc)) } };
};

const describeVpcAttribute: Handler = (call, world) => {
  const region = regionOf(world, call);
  const vpc = vpcWith(region, requiredText(call.params, 'VpcId'));
  return {
    ...view(call, region, vpc, { attribute: true }),
    ClassicLinkEnabled: false,
    Tags: vpcTags(vpc.tags),
  };
};

function matches(params: Params, vpc: Vpc): boolean {
  const group = text(params, 'ResourceGroupId');
  return (group === '' || vpc.resourceGroupId === group) && !flag(params, 'IsDefault');
}

/** The ECS form of a VPC has no tags and no group; the attribute form has no list of route tables. */
function view(call: Call, region: RegionState, vpc: Vpc, { attribute = false } = {}) {
  const vSwitches = Object.values(region.vSwitches).filter(({ vpcId }) => vpcId === vpc.id);
  const both = {
    VpcId: vpc.id,
    VpcName: vpc.name,
    Description: vpc.description,
    CidrBlock: vpc.cidrBlock,
    Status: vpc.status,
    RegionId: call.region,
    CreationTime: isoSeconds(vpc.createdAt),
    IsDefault: false,
    VRouterId: vpc.routerId,
    VSwitchIds: { VSwitchId: vSwitches.map(({ id }) => id) },
    UserCidrs: { UserCidr: [] },
  };
  if (call.product !== 'Vpc') return both;
  const more = {
    ...both,
    ResourceGroupId: vpc.resourceGroupId,
    SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
  };
  if (attribute) return more;
  return { ...more, Tags: vpcTags(vpc.tags), RouterTableIds: { RouterTableIds: [vpc.routeTableId] } };
}

function checkCidr(text: string): void {
  const block = parseCidr(text);
  const isPrivate = block && privateBlocks.some((outer) => outer !== undefined && contains(outer, block));
  if (isPrivate && block.prefix >= 8 && block.prefix <= 28) return;
  throw new ApiError(400, 'InvalidCidrBlock.Malformed', `Specified CIDR block is not valid: ${text}.`);
}

const clientToken = { status: 400, code: 'IdempotentParameterMismatch' };

/** VPCs, as the VPC product and (older, fewer fields) ECS answer them. */
export const vpcActions: readonly Action[] = [
  ...['Ecs', 'Vpc'].flatMap((product) => [
    { name: `${product}.CreateVpc`, required: ['RegionId'], handler: createVpc, clientToken },
    { name: `${product}.DescribeVpcs`, required: ['RegionId'], handler: describeVpcs },
  ]),
  { name: 'Ecs.DeleteVpc', required: ['VpcId'], handler: deleteVpc },
  { name: 'Vpc.DeleteVpc', required: ['VpcId'], handler: deleteVpc, clientToken },
  { name: 'Vpc.DescribeVpcAttribute', required: ['VpcId', 'RegionId'], handler: describeVpcAttribute },
];
