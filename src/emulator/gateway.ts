import { randomUUID } from 'node:crypto';
import { pause } from '../wire/pause.ts';
import { acceptIds, withWayOut } from './accept-ids.ts';
import type { Identity } from './accounts.ts';
import { ApiError } from './action.ts';
import type { ActionTable, ServedAction, SignedCall } from './action-table.ts';
import type { Answer, AnswerContext, Format } from './answer.ts';
import { failureAnswer, success } from './answer.ts';
import type { Disturbance, FaultPlan, Faults } from './faults.ts';
import { type Happening, happenings } from './happenings.ts';
import { homeRegion } from './home-region.ts';
import type { Tokens } from './idempotency.ts';
import type { CallRecord, Recorder } from './record.ts';
import { redactParams } from './record.ts';
import type { Address, ApiRequest } from './request.ts';
import { actionParams, addressOf, allParams, centralRegion, missing } from './request.ts';
import { checkRules } from './rules.ts';
import type { Throttle } from './throttle.ts';
import { ThrottlingError } from './throttle.ts';
import type { Unseen } from './unseen.ts';
import type { World } from './world.ts';

interface GatewayOptions {
  readonly world: World;
  readonly actions: ActionTable;
  /** Who signed the request; throws ApiError. */
  readonly authenticate: (request: ApiRequest) => Identity;
  readonly throttle: Throttle;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly recorder: Recorder;
  readonly unseen: Unseen;
  /** Ids of things that nobody made are accepted. */
  readonly acceptIds?: boolean | undefined;
  /** Told after each effect: there may be something to store. */
  onEffect(): void;
}

/** What the client gets: an answer, half of one, or a connection reset. */
export type Reply =
  | {
      readonly kind: 'answer' | 'cut';
      readonly answer: Answer;
      readonly code?: string;
      readonly bug?: string;
    }
  | { readonly kind: 'reset' };

/** Answers one request; never rejects but for the abort of `signal`. */
export type Gateway = (request: ApiRequest, signal: AbortSignal) => Promise<Reply>;

/** What is known of a request as it goes on its way; completed step by step so that errors can tell it. */
interface Passage {
  readonly request: ApiRequest;
  readonly requestId: string;
  readonly signal: AbortSignal;
  address: Address;
}

/** The gateway in front of the actions: address, signature, faults, throttling, tokens, effect, answer, record. */
export function createGateway(options: GatewayOptions): Gateway {
  return async (request, signal) => {
    const passage: Passage = {
      request,
      signal,
      requestId: randomUUID().toUpperCase(),
      address: unknownAddress,
    };
    const at = Date.now();
    const reply = await pass(options, passage).catch((error: unknown) => refuse(passage, error));
    options.recorder.add({ ...recordOf(passage, reply), at, durationMs: Date.now() - at });
    return reply;
  };
}

/** Who sent a call that needs no signature. */
const nobody: Identity = { accessKeyId: '', accessKeySecret: '', accountId: '' };

const unknownAddress: Address = { product: 'Ecs', action: 'Unknown', region: '' };

async function pass(options: GatewayOptions, passage: Passage): Promise<Reply> {
  const { request, signal } = passage;
  if (request.method !== 'GET' && request.method !== 'POST') {
    throw new ApiError(405, 'UnsupportedHTTPMethod', 'This HTTP method is not supported.');
  }
  passage.address = addressOf(request);
  const action = find(options.actions, passage.address);
  const identity = action.unsigned ? nobody : options.authenticate(request);
  const call = callOf(passage, identity, options.world);
  const fault = options.faults.plan(call);
  const { apiCall } = options.world.latency;
  // Half of the time before the effect and half after it: a client that dies meanwhile cannot know which half it was.
  await wait(apiCall / 2 + fault.delay, signal);
  const kept = options.tokens.refusalOf(call);
  if (kept !== undefined) throw kept;
  if (fault.before?.kind === 'error') options.tokens.refuse(call, fault.before.error);
  if (fault.before) return disturb(passage, fault.before);
  options.throttle(call);
  happen(options, fault.happens.before);
  const fields = takeEffect(options, action, call, fault);
  happen(options, fault.happens.after);
  await wait(apiCall / 2, signal);
  const answer = success(contextOf(passage), fields);
  return fault.after ? disturb(passage, fault.after, answer) : { kind: 'answer', answer };
}

function callOf({ request, requestId, address }: Passage, identity: Identity, world: World): SignedCall {
  const params = actionParams(request);
  const region = address.region || (homeRegion(world.state, params) ?? centralRegion);
  const { accountId } = identity;
  return { ...address, region, askedRegion: address.region, params, requestId, accountId, identity };
}

function takeEffect(
  options: GatewayOptions,
  action: ServedAction,
  call: SignedCall,
  fault: FaultPlan,
): Readonly<Record<string, unknown>> {
  const absent = action.required.find((name) => !hasParam(call.params, name));
  if (absent !== undefined) throw missing(absent);
  if (fault.forgetToken) options.tokens.forget(call);
  // What is due happens before rows are taken out of the tables: it would not find them.
  options.world.settle();
  if (options.acceptIds === true) acceptIds(call, options.world);
  try {
    const effect = () => {
      checkRules(call);
      return options.unseen.without(call, () => action.handler(call, options.world));
    };
    const fields = options.tokens.once(action, call, effect);
    if (fault.hide > 0) options.unseen.hide(call, fields, fault.hide);
    return fields;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    options.tokens.refuse(call, error);
    throw withWayOut(error);
  } finally {
    options.onEffect();
  }
}

function happen({ world, onEffect }: GatewayOptions, what: Happening | undefined): void {
  if (what === undefined) return;
  happenings[what](world);
  world.changed();
  onEffect();
}

function find(actions: ActionTable, { product, action }: Address): ServedAction {
  const found = actions.get(`${product}.${action}`);
  if (found !== undefined) return found;
  throw new ApiError(
    404,
    'InvalidAction.NotFound',
    `Specified api is not found, please check your url and method. (The emulator serves no ${product}.${action}.)`,
  );
}

/** A list (`InstanceId.1`) or structure (`SystemDisk.Size`) counts as its name. */
function hasParam(params: ReadonlyMap<string, string>, name: string): boolean {
  if (params.get(name)) return true;
  return [...params.keys()].some((key) => key.startsWith(`${name}.`));
}

function disturb(passage: Passage, disturbance: Disturbance, answer?: Answer): Reply {
  switch (disturbance.kind) {
    case 'reset':
      return { kind: 'reset' };
    case 'error':
      throw disturbance.error;
    case 'html':
      return { kind: 'answer', answer: badGatewayPage };
    case 'truncate':
      return { kind: 'cut', answer: answer ?? success(contextOf(passage), {}) };
  }
}

const badGatewayPage: Answer = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: '<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n',
};

function refuse(passage: Passage, error: unknown): Reply {
  if (passage.signal.aborted) return { kind: 'reset' };
  const context = contextOf(passage);
  if (error instanceof ApiError) {
    const wait = error instanceof ThrottlingError ? error.retryAfter : usualWait(error.code);
    return { kind: 'answer', answer: failureAnswer(context, error, wait), code: error.code };
  }
  const internal = new ApiError(
    500,
    'InternalError',
    'The request processing has failed due to some unknown error.',
  );
  const bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: 'answer', answer: failureAnswer(context, internal), code: internal.code, bug };
}

/** A throttling that a fault rule ordered: clients are asked to wait a little. */
function usualWait(code: string): number | undefined {
  return code.startsWith('Throttling') ? 100 : undefined;
}

function contextOf({ request, requestId, address }: Passage): AnswerContext {
  return {
    requestId,
    format: formatOf(request),
    host: request.host,
    product: address.product,
    action: address.action,
  };
}

/** ACS3 clients get JSON. In the older form XML is the default, as it is at the service. */
function formatOf(request: ApiRequest): Format {
  if (request.headers['x-acs-version'] !== undefined) return 'JSON';
  return allParams(request).get('Format')?.toUpperCase() === 'JSON' ? 'JSON' : 'XML';
}

function recordOf(passage: Passage, reply: Reply): Omit<CallRecord, 'index' | 'at' | 'durationMs'> {
  const { address, request, requestId } = passage;
  const call = { ...address, params: redactParams(actionParams(request)), requestId };
  if (reply.kind === 'reset') return { ...call, status: 0 };
  const { answer, code, bug } = reply;
  return {
    ...call,
    status: answer.status,
    ...(code === undefined ? {} : { code }),
    ...(bug === undefined ? {} : { bug }),
  };
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await pause(milliseconds, signal);
  signal.throwIfAborted();
}
