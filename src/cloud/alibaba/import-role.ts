import { isBuildError } from '../../errors/build-error.ts';
import type { Cloud } from '../port.ts';
import type { Client } from './client.ts';

/** The role that ECS takes to read a disk from OSS: its name, who may take it and what it may do are given by the service. */
export const IMPORT_ROLE = 'AliyunECSImageImportDefaultRole';
const POLICY = 'AliyunECSImageImportRolePolicy';
const TRUST = {
  Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: ['ecs.aliyuncs.com'] } }],
  Version: '1',
};

/** Makes the role where the account has none, and mends one that ECS may not take or that lacks the policy. */
export function importRole(client: Client): Cloud['importRole'] {
  const ask = <Body>(action: string, params: Readonly<Record<string, string>>, signal: AbortSignal) =>
    client.call<Body>({
      product: 'Ram',
      action,
      params,
      doing: `Preparing the role ${IMPORT_ROLE}`,
      signal,
      idempotent: true,
    });
  const name = { RoleName: IMPORT_ROLE };
  const trust = JSON.stringify(TRUST);

  return {
    async ensure(signal) {
      const role = await ask<RoleAnswer>('GetRole', name, signal).catch((error: unknown) => {
        if (isBuildError(error, 'cloud-missing')) return undefined;
        throw error;
      });
      if (role === undefined)
        await ask(
          'CreateRole',
          { ...name, AssumeRolePolicyDocument: trust, Description: 'Imports images from OSS.' },
          signal,
        );
      else if (!trusts(role.Role?.AssumeRolePolicyDocument ?? ''))
        await ask('UpdateRole', { ...name, NewAssumeRolePolicyDocument: trust }, signal);
      const { Policies } = await ask<PoliciesAnswer>('ListPoliciesForRole', name, signal);
      if (Policies?.Policy?.some(({ PolicyName }) => PolicyName === POLICY) !== true)
        await ask('AttachPolicyToRole', { ...name, PolicyName: POLICY, PolicyType: 'System' }, signal).catch(
          attached,
        );
    },
  };
}

interface RoleAnswer {
  readonly role?: { readonly assumeRolePolicyDocument?: string };
}

interface PoliciesAnswer {
  readonly policies?: { readonly policy?: readonly { readonly policyName?: string }[] };
}

/** Somebody else has done it meanwhile. */
function attached(error: unknown): void {
  if (!isBuildError(error, 'cloud-exists')) throw error;
}

function trusts(document: string): boolean {
  try {
    return JSON.stringify(JSON.parse(document)).includes('ecs.aliyuncs.com');
  } catch {
    return false;
  }
}
