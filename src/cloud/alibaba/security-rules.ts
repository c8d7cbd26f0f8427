import { AuthorizeSecurityGroupEgressRequest } from '@alicloud/ecs20140526/dist/models/AuthorizeSecurityGroupEgressRequest.js';
import { AuthorizeSecurityGroupRequest } from '@alicloud/ecs20140526/dist/models/AuthorizeSecurityGroupRequest.js';
import type { Mark } from '../../engine/mark.ts';
import { isBuildError } from '../../errors/build-error.ts';
import type { SecurityRule } from '../port.ts';
import type { Client } from './client.ts';
import { type Params, params } from './wire.ts';

interface Authorization {
  readonly id: string;
  readonly rules: readonly SecurityRule[];
  readonly mark: Mark;
  readonly signal: AbortSignal;
}

/** The service takes up to 100 rules in one call; no build comes near. */
export async function authorize(client: Client, { id, rules, mark, signal }: Authorization): Promise<void> {
  const ingress = rules.filter((rule) => rule.direction === 'ingress');
  const egress = rules.filter((rule) => rule.direction === 'egress');
  const doing = `Adding rules to security group ${id}`;
  const send = (action: string, wire: Params) =>
    unlessThere(client.call({ product: 'Ecs', action, params: wire, doing, signal }));
  if (ingress.length > 0) await send('AuthorizeSecurityGroup', ingressParams(id, ingress, mark));
  if (egress.length > 0) await send('AuthorizeSecurityGroupEgress', egressParams(id, egress, mark));
}

function ingressParams(id: string, rules: readonly SecurityRule[], mark: Mark): Params {
  return params(AuthorizeSecurityGroupRequest, {
    securityGroupId: id,
    permissions: rules.map((rule) => ({ ...common(rule), sourceCidrIp: rule.cidr })),
    clientToken: mark.token,
  });
}

function egressParams(id: string, rules: readonly SecurityRule[], mark: Mark): Params {
  return params(AuthorizeSecurityGroupEgressRequest, {
    securityGroupId: id,
    permissions: rules.map((rule) => ({ ...common(rule), destCidrIp: rule.cidr })),
    clientToken: mark.token,
  });
}

function common(rule: SecurityRule) {
  return { ipProtocol: rule.protocol, portRange: rule.ports, policy: 'accept', priority: '1' };
}

async function unlessThere(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isBuildError(error, 'cloud-exists')) throw error;
  }
}
