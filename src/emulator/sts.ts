import { randomBytes } from 'node:crypto';
import type { Accounts, Identity, Session } from './accounts.ts';
import { isSession, principalId } from './accounts.ts';
import { ApiError } from './action.ts';
import type { ActionTable, ServedAction, SignedCall } from './action-table.ts';
import type { World } from './world.ts';

/** Seconds a role session may last: the upper end is the most that a role can be set to. */
const shortestSession = 900;
const usualSession = 3600;
const longestSession = 43_200;

/**
 * AssumeRole and GetCallerIdentity. Every role of a known account exists and trusts every RAM user and session; a Policy is
 * checked for its grammar, but rights are not enforced by the emulator.
 */
export function stsActions(accounts: Accounts): ActionTable {
  const served: readonly ServedAction[] = [
    {
      name: 'Sts.AssumeRole',
      required: ['RoleArn', 'RoleSessionName'],
      handler: (call, world) => assumeRole(accounts, call, world),
    },
    { name: 'Sts.GetCallerIdentity', required: [], handler: ({ identity }) => describe(identity) },
  ];
  return new Map(served.map((action) => [action.name, action]));
}

function assumeRole(accounts: Accounts, call: SignedCall, world: World): Readonly<Record<string, unknown>> {
  if (!isSession(call.identity) && call.identity.user === undefined) {
    throw new ApiError(403, 'NoPermission', 'Roles may not be assumed by root accounts.');
  }
  const { accountId, role } = readRoleArn(accounts, call.params.get('RoleArn') ?? '');
  const sessionName = readSessionName(call.params.get('RoleSessionName') ?? '');
  checkPolicy(call.params.get('Policy'));
  const session: Session = {
    accessKeyId: `STS.${randomText(24)}`,
    accessKeySecret: randomText(44),
    securityToken: `CAIS${randomBytes(192).toString('base64')}`,
    expires: world.now() + readDuration(call.params.get('DurationSeconds')) * 1000,
    accountId,
    role,
    sessionName,
  };
  accounts.addSession(session);
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      AccessKeySecret: session.accessKeySecret,
      SecurityToken: session.securityToken,
      Expiration: new Date(session.expires).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    AssumedRoleUser: { Arn: arnOf(session), AssumedRoleId: `${principalId(role)}:${sessionName}` },
  };
}

function describe(identity: Identity): Readonly<Record<string, unknown>> {
  const { accountId: AccountId } = identity;
  const Arn = arnOf(identity);
  if (isSession(identity)) {
    const RoleId = principalId(identity.role);
    const PrincipalId = `${RoleId}:${identity.sessionName}`;
    return { AccountId, Arn, IdentityType: 'AssumedRoleUser', PrincipalId, RoleId };
  }
  const UserId = identity.user === undefined ? AccountId : principalId(identity.user);
  const IdentityType = identity.user === undefined ? 'Account' : 'RAMUser';
  return { AccountId, Arn, IdentityType, PrincipalId: UserId, UserId };
}

function arnOf(identity: Identity): string {
  const account = `acs:ram::${identity.accountId}`;
  if (isSession(identity)) return `${account}:assumed-role/${identity.role}/${identity.sessionName}`;
  return identity.user === undefined ? `${account}:root` : `${account}:user/${identity.user}`;
}

function readRoleArn(accounts: Accounts, arn: string): { readonly accountId: string; readonly role: string } {
  const [, accountId = '', role = ''] = /^acs:ram::(\d+):role\/([\w.-]{1,64})$/i.exec(arn) ?? [];
  if (role === '') {
    throw new ApiError(400, 'InvalidParameter.RoleArn', 'The parameter RoleArn is wrongly formed.');
  }
  if (accounts.knows(accountId)) return { accountId, role: role.toLowerCase() };
  throw new ApiError(404, 'EntityNotExist.Role', `The role not exists: ${arn}.`);
}

function readSessionName(name: string): string {
  if (/^[\w.@-]{2,64}$/.test(name)) return name;
  throw new ApiError(
    400,
    'InvalidParameter.RoleSessionName',
    'The parameter RoleSessionName is wrongly formed.',
  );
}

function readDuration(text = ''): number {
  const seconds = text === '' ? usualSession : Number(text);
  if (Number.isInteger(seconds) && seconds >= shortestSession && seconds <= longestSession) return seconds;
  throw new ApiError(
    400,
    'InvalidParameter.DurationSeconds',
    `The Min/Max value of DurationSeconds is ${shortestSession}/${longestSession} seconds.`,
  );
}

function checkPolicy(text: string | undefined): void {
  if (!text) return;
  const policy = parseJson(text);
  if (
    typeof policy === 'object' &&
    policy !== null &&
    'Statement' in policy &&
    Array.isArray(policy.Statement)
  )
    return;
  throw new ApiError(
    400,
    'InvalidParameter.PolicyGrammar',
    'The parameter Policy has not passed grammar check.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Letters and digits, as access keys have. */
function randomText(length: number): string {
  return randomBytes(length * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, length);
}
