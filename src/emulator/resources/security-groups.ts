import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { flag, jsonTexts, requiredText, text } from '../params.ts';
import { notFound } from '../refusal.ts';
import type { RegionState, SecurityGroup } from '../world-state.ts';
import { holdersIn } from './instance-records.ts';
import { pageOf } from './page.ts';
import { born, checkQuota, find, isoSeconds, newestFirst, regionOf } from './table.ts';
import { ecsTags, hasTags, readTagFilter } from './tag-set.ts';
import { incorrectVpcStatus, vpcWith } from './vpcs.ts';

/** The group with this id; throws InvalidSecurityGroupId.NotFound. */
export function securityGroupWith(region: RegionState, id: string): SecurityGroup {
  const group = find(region.securityGroups, id);
  if (group === undefined) throw notFound('SecurityGroupId', id);
  return group;
}

const createSecurityGroup: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const name = text(params, 'SecurityGroupName');
  const description = text(params, 'Description');
  const vpcId = text(params, 'VpcId');
  if (vpcId !== '' && vpcWith(region, vpcId).status !== 'Available') throw incorrectVpcStatus();
  const quota = { status: 403, code: 'QuotaExceed.SecurityGroup' };
  checkQuota(Object.keys(region.securityGroups).length, world.quotas.securityGroups, quota);
  const group: SecurityGroup = {
    ...born(world, 'sg', params),
    name,
    description,
    vpcId,
    type: text(params, 'SecurityGroupType') || 'normal',
    rules: [],
  };
  region.securityGroups[group.id] = group;
  return { SecurityGroupId: group.id };
};

/** Refused while an instance is in the group, or a rule of another group names it. */
const deleteSecurityGroup: Handler = (call, world) => {
  const region = regionOf(world, call);
  const group = securityGroupWith(region, requiredText(call.params, 'SecurityGroupId'));
  const inUse = holdersIn(world, region).some(({ securityGroupIds }) => securityGroupIds.includes(group.id));
  const referred = Object.values(region.securityGroups).some(
    (other) => other !== group && refersTo(other, group.id),
  );
  if (inUse || referred) {
    throw new ApiError(
      403,
      'DependencyViolation',
      `There is still instance(s) or security group(s) that depend on ${group.id}.`,
    );
  }
  delete region.securityGroups[group.id];
  return {};
};

const describeSecurityGroups: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const tags = readTagFilter(params);
  const ids = jsonTexts(params, 'SecurityGroupIds');
  const found = newestFirst(region.securityGroups)
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .filter((group) => matches(call, group) && hasTags(world, group, tags));
  const page = pageOf(found, params, { tokens: true });
  const groups = page.items.map((group) => view(call, region, group));
  return { ...page.fields, RegionId: call.region, SecurityGroups: { SecurityGroup: groups } };
};

function matches({ params }: Call, group: SecurityGroup): boolean {
  const asked = (name: string, value: string) => text(params, name) === '' || text(params, name) === value;
  const wanted = text(params, 'SecurityGroupName');
  const named = flag(params, 'FuzzyQuery')
    ? group.name.includes(wanted.replaceAll('*', ''))
    : asked('SecurityGroupName', group.name);
  const placed = asked('VpcId', group.vpcId) && asked('ResourceGroupId', group.resourceGroupId);
  return named && placed && asked('SecurityGroupId', group.id) && asked('SecurityGroupType', group.type);
}

function refersTo({ rules }: SecurityGroup, id: string): boolean {
  return rules.some(({ fields }) => fields['SourceGroupId'] === id || fields['DestGroupId'] === id);
}

function view(call: Call, region: RegionState, group: SecurityGroup) {
  const members = Object.values(region.instances).filter(({ securityGroupIds }) =>
    securityGroupIds.includes(group.id),
  );
  return {
    SecurityGroupId: group.id,
    SecurityGroupName: group.name,
    Description: group.description,
    VpcId: group.vpcId,
    SecurityGroupType: group.type,
    CreationTime: isoSeconds(group.createdAt),
    ResourceGroupId: group.resourceGroupId,
    ServiceManaged: false,
    RuleCount: group.rules.length,
    ...(flag(call.params, 'IsQueryEcsCount') ? { EcsCount: members.length } : {}),
    Tags: ecsTags(group.tags),
  };
}

/** Security groups; their rules are in security-rules.ts. */
export const securityGroupActions: readonly Action[] = [
  {
    name: 'Ecs.CreateSecurityGroup',
    required: ['RegionId'],
    handler: createSecurityGroup,
    clientToken: { status: 400, code: 'InvalidParamter.Conflict' },
  },
  {
    name: 'Ecs.DeleteSecurityGroup',
    required: ['RegionId', 'SecurityGroupId'],
    handler: deleteSecurityGroup,
  },
  { name: 'Ecs.DescribeSecurityGroups', required: ['RegionId'], handler: describeSecurityGroups },
];
