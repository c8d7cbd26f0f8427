import { principalId } from '../accounts.ts';
import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { requiredText, text } from '../params.ts';
import type { Role } from '../role-state.ts';
import type { World } from '../world.ts';
import { find, isoSeconds } from './table.ts';

const getRole: Handler = (call, world) => ({ Role: shown(call, roleWith(call, world)) });

const createRole: Handler = (call, world) => {
  const name = roleName(call);
  if (find(world.state.roles, name) !== undefined)
    throw new ApiError(409, 'EntityAlreadyExists.Role', `The role already exists: ${name}.`);
  const trust = documentOf(requiredText(call.params, 'AssumeRolePolicyDocument'));
  const role: Role = {
    name,
    createdAt: world.now(),
    description: text(call.params, 'Description'),
    trust,
    policies: [],
  };
  world.state.roles[name] = role;
  return { Role: shown(call, role) };
};

const updateRole: Handler = (call, world) => {
  const role = roleWith(call, world);
  role.trust = documentOf(requiredText(call.params, 'NewAssumeRolePolicyDocument'));
  return { Role: shown(call, role) };
};

const deleteRole: Handler = (call, world) => {
  const role = roleWith(call, world);
  if (role.policies.length > 0)
    throw new ApiError(
      409,
      'DeleteConflict.Role.Policy',
      'The role is attached with policies: detach them first.',
    );
  delete world.state.roles[role.name];
  return {};
};

const listPoliciesForRole: Handler = (call, world) => ({
  Policies: {
    Policy: roleWith(call, world).policies.map((policy) => {
      const [PolicyType = '', PolicyName = ''] = policy.split(':');
      return {
        PolicyType,
        PolicyName,
        DefaultVersion: 'v1',
        Description: '',
        AttachDate: isoSeconds(world.now()),
      };
    }),
  },
});

const attachPolicyToRole: Handler = (call, world) => {
  const role = roleWith(call, world);
  const policy = policyOf(call);
  if (role.policies.includes(policy))
    throw new ApiError(
      409,
      'EntityAlreadyExists.Role.Policy',
      'The policy has already been attached to the role.',
    );
  role.policies.push(policy);
  return {};
};

const detachPolicyFromRole: Handler = (call, world) => {
  const role = roleWith(call, world);
  const policy = policyOf(call);
  if (!role.policies.includes(policy))
    throw new ApiError(404, 'EntityNotExist.Role.Policy', 'The policy is not attached to the role.');
  role.policies = role.policies.filter((other) => other !== policy);
  return {};
};

/** Policies of the system that are known here; those of the account are nobody's business but theirs. */
const SYSTEM_POLICIES = [
  'AliyunECSImageImportRolePolicy',
  'AliyunECSImageExportRolePolicy',
  'AliyunOSSFullAccess',
  'AliyunOSSReadOnlyAccess',
];

function policyOf({ params }: Call): string {
  const [type, name] = [requiredText(params, 'PolicyType'), requiredText(params, 'PolicyName')];
  if (type !== 'System' && type !== 'Custom')
    throw new ApiError(
      400,
      'InvalidParameter.PolicyType',
      `The parameter PolicyType is wrongly formed: ${type}.`,
    );
  if (type === 'System' && !SYSTEM_POLICIES.includes(name))
    throw new ApiError(404, 'EntityNotExist.Policy', `The policy does not exist: ${name}.`);
  return `${type}:${name}`;
}

function roleName({ params }: Call): string {
  const name = requiredText(params, 'RoleName');
  if (/^[A-Za-z0-9.-]{1,64}$/.test(name)) return name;
  throw new ApiError(
    400,
    'InvalidParameter.RoleName.InvalidChars',
    `The parameter RoleName contains invalid chars: ${name}.`,
  );
}

function roleWith(call: Call, world: World): Role {
  const name = roleName(call);
  const role = find(world.state.roles, name);
  if (role === undefined) throw new ApiError(404, 'EntityNotExist.Role', `The role not exists: ${name}.`);
  return role;
}

function documentOf(document: string): string {
  try {
    const value: unknown = JSON.parse(document);
    if (typeof value === 'object' && value !== null && 'Statement' in value) return document;
  } catch {
    // Told below.
  }
  throw new ApiError(400, 'MalformedPolicyDocument', 'The policy document is wrongly formed.');
}

function shown(
  { accountId }: Call,
  { name, createdAt, description, trust }: Role,
): Readonly<Record<string, unknown>> {
  return {
    RoleId: principalId(name),
    RoleName: name,
    Arn: `acs:ram::${accountId}:role/${name.toLowerCase()}`,
    Description: description,
    AssumeRolePolicyDocument: trust,
    MaxSessionDuration: 3600,
    CreateDate: isoSeconds(createdAt),
  };
}

/** Roles of RAM, as far as importing an image needs them. */
export const roleActions: readonly Action[] = [
  { name: 'Ram.GetRole', required: ['RoleName'], handler: getRole },
  { name: 'Ram.CreateRole', required: ['RoleName', 'AssumeRolePolicyDocument'], handler: createRole },
  { name: 'Ram.UpdateRole', required: ['RoleName'], handler: updateRole },
  { name: 'Ram.DeleteRole', required: ['RoleName'], handler: deleteRole },
  { name: 'Ram.ListPoliciesForRole', required: ['RoleName'], handler: listPoliciesForRole },
  {
    name: 'Ram.AttachPolicyToRole',
    required: ['RoleName', 'PolicyType', 'PolicyName'],
    handler: attachPolicyToRole,
  },
  {
    name: 'Ram.DetachPolicyFromRole',
    required: ['RoleName', 'PolicyType', 'PolicyName'],
    handler: detachPolicyFromRole,
  },
];
