import { sourceRange } from '../../wire/cidr.ts';
import { type Action, ApiError, type Handler } from '../action.ts';
import { type Params, repeated, requiredText, structures, text } from '../params.ts';
import { missingParameter } from '../refusal.ts';
import type { World } from '../world.ts';
import type { RegionState, SecurityRule } from '../world-state.ts';
import { securityGroupWith } from './security-groups.ts';
import { checkQuota, find, isoSeconds, regionOf } from './table.ts';

type Direction = SecurityRule['direction'];
type Fields = Readonly<Record<string, string>>;

/** Fields that tell rules apart, and those that an answer shows. */
const identity = [
  'IpProtocol',
  'PortRange',
  'SourceCidrIp',
  'SourceGroupId',
  'SourcePortRange',
  'DestCidrIp',
  'DestGroupId',
  'Ipv6SourceCidrIp',
  'Ipv6DestCidrIp',
  'Policy',
  'Priority',
];
const shown = [...identity, 'NicType', 'Description'];
const protocols = ['tcp', 'udp', 'icmp', 'icmpv6', 'gre', 'all'];

function authorize(direction: Direction): Handler {
  return (call, world) => {
    const region = regionOf(world, call);
    const group = securityGroupWith(region, requiredText(call.params, 'SecurityGroupId'));
    const rules = readRules(call.params, direction);
    for (const fields of rules) checkRule(region, fields, direction);
    const added = rules.filter((fields) => !group.rules.some((rule) => isSame(rule, fields, direction)));
    const quota = { status: 403, code: 'AuthorizationLimitExceed' };
    checkQuota(group.rules.length + added.length - 1, world.quotas.rulesPerGroup, quota);
    group.rules.push(...added.map((fields) => newRule(world, fields, direction)));
    return {};
  };
}

/** A rule that is not there counts as revoked, unless it was named by its id. */
function revoke(direction: Direction): Handler {
  return (call, world) => {
    const region = regionOf(world, call);
    const group = securityGroupWith(region, requiredText(call.params, 'SecurityGroupId'));
    const ids = repeated(call.params, 'SecurityGroupRuleId');
    const unknown = ids.find((id) => !group.rules.some((rule) => rule.id === id));
    if (unknown !== undefined) {
      throw new ApiError(403, 'InvalidGroupAuthItem.NotFound', `Specified rule does not exist: ${unknown}.`);
    }
    const rules = ids.length > 0 ? [] : readRules(call.params, direction);
    for (const fields of rules) checkRule(region, fields, direction);
    const isRevoked = (rule: SecurityRule) =>
      ids.includes(rule.id) || rules.some((fields) => isSame(rule, fields, direction));
    group.rules = group.rules.filter((rule) => !isRevoked(rule));
    return {};
  };
}

const describeSecurityGroupAttribute: Handler = (call, world) => {
  const group = securityGroupWith(regionOf(world, call), requiredText(call.params, 'SecurityGroupId'));
  const direction = text(call.params, 'Direction') || 'all';
  const rules = group.rules.filter((rule) => direction === 'all' || rule.direction === direction);
  return {
    RegionId: call.region,
    SecurityGroupId: group.id,
    SecurityGroupName: group.name,
    Description: group.description,
    VpcId: group.vpcId,
    InnerAccessPolicy: 'Accept',
    Permissions: { Permission: rules.map(view) },
  };
};

/** `Permissions.N` when there are any, otherwise the older flat form. */
function readRules(params: Params, direction: Direction): readonly Fields[] {
  const many = structures(params, 'Permissions');
  if (many.length > 100)
    throw new ApiError(400, 'InvalidParam.Permissions', 'At most 100 rules can be given at once.');
  return (many.length > 0 ? many : [params]).map((fields) => readRule(fields, direction));
}

function readRule(params: Params, direction: Direction): Fields {
  const given = Object.fromEntries(shown.map((name) => [name, text(params, name)]));
  const defaults = { Policy: 'Accept', Priority: '1', NicType: 'intranet' };
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  if (values['IpProtocol'] === undefined) throw missingParameter('IpProtocol');
  if (values['PortRange'] === undefined) throw missingParameter('PortRange');
  const ends =
    direction === 'ingress'
      ? ['SourceCidrIp', 'SourceGroupId', 'Ipv6SourceCidrIp']
      : ['DestCidrIp', 'DestGroupId', 'Ipv6DestCidrIp'];
  if (ends.every((name) => values[name] === undefined)) {
    const end = direction === 'ingress' ? 'source' : 'destination';
    throw new ApiError(
      400,
      'MissingParameter.Source',
      `The ${end} of the rule is missing: give one of ${ends.join(', ')}.`,
    );
  }
  const policy = (values['Policy'] ?? defaults.Policy).toLowerCase() === 'drop' ? 'Drop' : 'Accept';
  const protocol = values['IpProtocol'].toLowerCase();
  return { ...defaults, ...values, Policy: policy, IpProtocol: protocol };
}

function checkRule(region: RegionState, fields: Fields, direction: Direction): void {
  const refuse = (code: string, name: string) =>
    new ApiError(400, code, `The specified parameter "${name}" is not valid: "${fields[name]}".`);
  const protocol = fields['IpProtocol'] ?? '';
  if (!protocols.includes(protocol)) throw refuse('InvalidIpProtocol.ValueNotSupported', 'IpProtocol');
  if (!isPortRange(fields['PortRange'] ?? '', protocol))
    throw refuse('InvalidIpPortRange.Malformed', 'PortRange');
  if (!/^([1-9]\d?|100)$/.test(fields['Priority'] ?? ''))
    throw refuse('InvalidPriority.ValueNotSupported', 'Priority');
  if (!/^(intranet|internet)$/.test(fields['NicType'] ?? ''))
    throw refuse('InvalidNicType.ValueNotSupported', 'NicType');
  if (!isAddress(fields['SourceCidrIp'])) throw refuse('InvalidSourceCidrIp.Malformed', 'SourceCidrIp');
  if (!isAddress(fields['DestCidrIp'])) throw refuse('InvalidDestCidrIp.Malformed', 'DestCidrIp');
  const groupName = direction === 'ingress' ? 'SourceGroupId' : 'DestGroupId';
  const other = fields[groupName];
  if (other !== undefined && find(region.securityGroups, other) === undefined) {
    throw new ApiError(
      404,
      `Invalid${groupName}.NotFound`,
      `The specified ${groupName} does not exist: ${other}.`,
    );
  }
}

/** `22/22` for tcp and udp; `-1/-1` for all others, and accepted for none else. */
function isPortRange(range: string, protocol: string): boolean {
  if (protocol !== 'tcp' && protocol !== 'udp') return range === '-1/-1';
  const [from = 0, to = 0] = /^(\d{1,5})\/(\d{1,5})$/.exec(range)?.slice(1).map(Number) ?? [];
  return from >= 1 && to <= 65_535 && from <= to;
}

/** A CIDR block or a single address; absent is fine. */
function isAddress(value: string | undefined): boolean {
  return value === undefined || sourceRange(value) !== undefined;
}

function isSame(rule: SecurityRule, fields: Fields, direction: Direction): boolean {
  return rule.direction === direction && identity.every((name) => rule.fields[name] === fields[name]);
}

function newRule(world: World, fields: Fields, direction: Direction): SecurityRule {
  return { id: world.newId('sgr'), createdAt: world.now(), direction, fields };
}

function view(rule: SecurityRule): Readonly<Record<string, string>> {
  const fields = Object.fromEntries(shown.map((name) => [name, rule.fields[name] ?? '']));
  return {
    ...fields,
    IpProtocol: (rule.fields['IpProtocol'] ?? '').toUpperCase(),
    SecurityGroupRuleId: rule.id,
    Direction: rule.direction,
    CreateTime: isoSeconds(rule.createdAt),
  };
}

const required = ['RegionId', 'SecurityGroupId'];
const clientToken = { status: 400, code: 'InvalidParamter.Conflict' };

/** Rules of security groups. They are kept and shown, never enforced: guests answer on loopback only. */
export const securityRuleActions: readonly Action[] = [
  { name: 'Ecs.AuthorizeSecurityGroup', required, handler: authorize('ingress'), clientToken },
  { name: 'Ecs.AuthorizeSecurityGroupEgress', required, handler: authorize('egress'), clientToken },
  { name: 'Ecs.RevokeSecurityGroup', required, handler: revoke('ingress'), clientToken },
  { name: 'Ecs.RevokeSecurityGroupEgress', required, handler: revoke('egress'), clientToken },
  { name: 'Ecs.DescribeSecurityGroupAttribute', required, handler: describeSecurityGroupAttribute },
];
