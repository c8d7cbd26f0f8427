import type { Accounts, Identity } from './accounts.ts';
import { isSession, principalId } from './accounts.ts';
import { ApiError } from './action.ts';
import type { ActionTable, ServedAction, SignedCall } from './action-table.ts';
import { checkOidcToken } from './oidc-token.ts';
import { newSession, sessionAnswer } from './sessions.ts';
import type { World } from './world.ts';

/** Seconds a role session may last: the upper end is the most that a role can be set to. */
const shortestSession = 900;
const usualSession = 3600;
const longestSession = 43_200;

/** What a role asks of those who assume it; a role without a setting asks nothing. */
export interface RoleSetting {
  readonly arn: string;
  readonly externalId?: string;
  /** Seconds. */
  readonly longestSession?: number;
}

/**
 * AssumeRole, AssumeRoleWithOIDC and GetCallerIdentity. Every role of a known account exists and trusts every RAM user,
 * session and identity provider, unless its setting asks for more; a Policy is checked for its grammar, but rights are
 * not enforced by the emulator.
 */
export function stsActions(accounts: Accounts, roles: readonly RoleSetting[] = []): ActionTable {
  const served: readonly ServedAction[] = [
    {
      name: 'Sts.AssumeRole',
      required: ['RoleArn', 'RoleSessionName'],
      handler(call, world) {
        if (!isSession(call.identity) && call.identity.user === undefined)
          throw new ApiError(403, 'NoPermission', 'Roles may not be assumed by root accounts.');
        return assumeRole({ accounts, roles, call, world });
      },
    },
    {
      name: 'Sts.AssumeRoleWithOIDC',
      required: ['OIDCProviderArn', 'OIDCToken', 'RoleArn', 'RoleSessionName'],
      unsigned: true,
      handler(call, world) {
        const client = checkOidcToken(call.params, world.now());
        return { ...assumeRole({ accounts, roles, call, world }), OIDCTokenInfo: client };
      },
    },
    { name: 'Sts.GetCallerIdentity', required: [], handler: ({ identity }) => describe(identity) },
  ];
  return new Map(served.map((action) => [action.name, action]));
}

interface Assumption {
  readonly accounts: Accounts;
  readonly roles: readonly RoleSetting[];
  readonly call: SignedCall;
  readonly world: World;
}

function assumeRole({ accounts, roles, call, world }: Assumption): Readonly<Record<string, unknown>> {
  const arn = call.params.get('RoleArn') ?? '';
  const { accountId, role } = readRoleArn(accounts, arn);
  const sessionName = readSessionName(call.params.get('RoleSessionName') ?? '');
  const setting = roles.find((each) => each.arn.toLowerCase() === arn.toLowerCase());
  checkPolicy(call.params.get('Policy'));
  checkExternalId(setting, call);
  const seconds = readDuration(call.params.get('DurationSeconds'), setting?.longestSession);
  const session = newSession({ accountId, role, sessionName, expires: world.now() + seconds * 1000 });
  accounts.addSession(session);
  return {
    Credentials: sessionAnswer(session),
    AssumedRoleUser: { Arn: arnOf(session), AssumedRoleId: `${principalId(role)}:${sessionName}` },
  };
}

/** The confused deputy is told no more than that it may not. */
function checkExternalId(setting: RoleSetting | undefined, call: SignedCall): void {
  if (setting?.externalId === undefined || call.params.get('ExternalId') === setting.externalId) return;
  throw new ApiError(
    403,
    'NoPermission',
    'You are not authorized to do this action. You should be authorized by RAM.',
  );
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

function readDuration(text = '', longest = longestSession): number {
  const seconds = text === '' ? Math.min(usualSession, longest) : Number(text);
  if (Number.isInteger(seconds) && seconds >= shortestSession && seconds <= longest) return seconds;
  throw new ApiError(
    400,
    'InvalidParameter.DurationSeconds',
    `The Min/Max value of DurationSeconds is ${shortestSession}/${longest} seconds.`,
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
