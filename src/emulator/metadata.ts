import { randomUUID } from 'node:crypto';
import { pause } from '../wire/pause.ts';
import type { Accounts } from './accounts.ts';
import { ApiError } from './action.ts';
import type { Answer } from './answer.ts';
import type { Faults } from './faults.ts';
import type { Gateway, Reply } from './gateway.ts';
import type { Recorder } from './record.ts';
import type { ApiRequest } from './request.ts';
import { newSession, sessionAnswer } from './sessions.ts';

/** The instance that a client of the metadata service is taken to run on. */
export interface MetadataOptions {
  /** Its RAM role; unset: it has none. */
  readonly role?: string;
  /** Its EIP; unset: it has none. */
  readonly eip?: string;
  /** The VPC of the instance. */
  readonly vpc?: string;
  /** Hardened mode, the default: nothing is told without a token. */
  readonly tokensRequired?: boolean;
  /** Seconds that keys of the role are good for; default six hours, as at the service. */
  readonly sessionSeconds?: number;
}

interface MetadataParts {
  readonly options: MetadataOptions;
  readonly accountId: string;
  readonly accounts: Accounts;
  readonly faults: Faults;
  readonly recorder: Recorder;
  now(): number;
}

/** Names under which fault rules and the record know what the metadata service is asked. */
export const metadataActions = [
  'Metadata.GetToken',
  'Metadata.GetRoleName',
  'Metadata.GetRoleKeys',
  'Metadata.GetAddress',
  'Metadata.GetVpc',
];

const prefix = '/latest/';
const roles = '/latest/meta-data/ram/security-credentials/';
const longestToken = 21_600;

/** The metadata service of an ECS instance in front of the gateway: the same port, the path decides. */
export function withMetadata(gateway: Gateway, parts: MetadataParts): Gateway {
  const tokens = new Map<string, number>();
  return async (request, signal) => {
    if (!request.path.startsWith(prefix)) return gateway(request, signal);
    const action = actionOf(request);
    const at = Date.now();
    const fault = parts.faults.plan({ product: 'Metadata', action });
    if (fault.delay > 0) await pause(fault.delay, signal);
    signal.throwIfAborted();
    const reply = disturbed(fault.before) ?? answered(parts, tokens, request);
    const told = disturbed(fault.after) ?? reply;
    const status = told.kind === 'reset' ? 0 : told.answer.status;
    const call = { product: 'Metadata', action, region: '', params: {}, requestId: randomUUID() };
    parts.recorder.add({ ...call, status, at, durationMs: Date.now() - at });
    return told;
  };
}

function actionOf({ path }: ApiRequest): string {
  if (path === '/latest/api/token') return 'GetToken';
  if (path === '/latest/meta-data/eipv4') return 'GetAddress';
  if (path === '/latest/meta-data/vpc-id') return 'GetVpc';
  return path === roles ? 'GetRoleName' : 'GetRoleKeys';
}

function disturbed(disturbance: ReturnType<Faults['plan']>['before']): Reply | undefined {
  if (disturbance === undefined) return undefined;
  if (disturbance.kind === 'reset') return { kind: 'reset' };
  if (disturbance.kind === 'error') return plain(disturbance.error.status, disturbance.error.message);
  return {
    kind: disturbance.kind === 'truncate' ? 'cut' : 'answer',
    answer: page(502, '<html>bad gateway</html>'),
  };
}

function answered(parts: MetadataParts, tokens: Map<string, number>, request: ApiRequest): Reply {
  try {
    return request.path === '/latest/api/token'
      ? giveToken(parts, tokens, request)
      : giveData(parts, tokens, request);
  } catch (error) {
    if (error instanceof ApiError) return plain(error.status, error.message);
    throw error;
  }
}

function giveToken(
  parts: MetadataParts,
  tokens: Map<string, number>,
  { method, headers }: ApiRequest,
): Reply {
  if (method !== 'PUT') throw new ApiError(405, 'NotAllowed', 'Method Not Allowed');
  // A request that came through a proxy may be somebody else's.
  if (headers['x-forwarded-for'] !== undefined) throw new ApiError(403, 'Forbidden', 'Forbidden');
  const seconds = Number(headers['x-aliyun-ecs-metadata-token-ttl-seconds']);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > longestToken)
    throw new ApiError(400, 'BadRequest', 'Bad Request');
  const token = randomUUID();
  tokens.set(token, parts.now() + seconds * 1000);
  return plain(200, token);
}

function giveData(parts: MetadataParts, tokens: ReadonlyMap<string, number>, request: ApiRequest): Reply {
  const { role = '', tokensRequired = true } = parts.options;
  const token = request.headers['x-aliyun-ecs-metadata-token'];
  const good = token === undefined ? !tokensRequired : (tokens.get(token) ?? 0) > parts.now();
  if (!good) throw new ApiError(403, 'Forbidden', 'Forbidden');
  if (request.path === '/latest/meta-data/eipv4') return plain(200, parts.options.eip ?? '');
  if (request.path === '/latest/meta-data/vpc-id') return plain(200, parts.options.vpc ?? '');
  if (role === '' || !request.path.startsWith(roles)) throw new ApiError(404, 'NotFound', 'Not Found');
  if (request.path === roles) return plain(200, role);
  if (decodeURIComponent(request.path.slice(roles.length)) !== role)
    throw new ApiError(404, 'NotFound', 'Not Found');
  return giveKeys(parts, role);
}

function giveKeys({ options, accountId, accounts, now }: MetadataParts, role: string): Reply {
  const expires = now() + (options.sessionSeconds ?? 21_600) * 1000;
  const session = newSession({ accountId, role, sessionName: 'i-emulated', expires });
  accounts.addSession(session);
  const LastUpdated = new Date(now()).toISOString();
  const body = JSON.stringify({ Code: 'Success', LastUpdated, ...sessionAnswer(session) });
  return { kind: 'answer', answer: page(200, body, 'application/json') };
}

function plain(status: number, body: string): Reply {
  return { kind: 'answer', answer: page(status, body, 'text/plain') };
}

function page(status: number, body: string, type = 'text/html'): Answer {
  return { status, headers: { 'content-type': type }, body };
}
