import { faultPoint } from '../../engine/fault-point.ts';
import { spending } from '../../engine/spent.ts';
import { type Dispatchers, openDispatchers } from '../../http/dispatchers.ts';
import { type Clock, openClock } from '../../wire/clock.ts';
import { openStorage } from '../oss/open-storage.ts';
import type { Storage } from '../storage.ts';
import type { Credentials, Keys } from './credentials/keys.ts';
import { type EndpointOptions, endpoint, fallback, type Product } from './endpoints.ts';
import { exchange } from './exchange.ts';
import { Refusal } from './refusal.ts';
import { retrying } from './retry.ts';
import { type ServiceClock, serviceClock } from './service-clock.ts';
import { openTurns, type Turns } from './turns.ts';
import type { Params, Wire } from './wire.ts';

export interface ClientOptions extends EndpointOptions {
  readonly region: string;
  readonly credentials: Credentials;
  readonly clock?: Clock | undefined;
  /** Milliseconds for one try; default 60 s. */
  readonly timeout?: number | undefined;
  /** Milliseconds for all tries of one call; default 3 min. */
  readonly patience?: number | undefined;
}

/** One call of one API. */
export interface ApiCall {
  readonly product: Product;
  readonly action: string;
  readonly params: Params;
  /** How an error begins: `Creating VPC packer_1`. */
  readonly doing: string;
  readonly signal: AbortSignal;
  /** States that this change has the same effect when it is made twice. Reads and calls with a ClientToken need not say. */
  readonly idempotent?: boolean;
  /** Its turn was waited for already, by `turn`. */
  readonly hasTurn?: boolean;
  /** A 'not yet' of the service is thrown at once: whoever calls asks again with a new token, or for each thing alone. */
  readonly impatient?: boolean;
  /** Tells after a 'not yet' whether what is asked for is so already: then the call has succeeded. */
  already?(): Promise<boolean>;
}

/** ECS, VPC and STS of one region, with these credentials. */
export interface Client {
  readonly region: string;
  /** It goes as fast as the service says. */
  readonly clock: Clock;
  /** The same connections and credentials, another region. */
  in(region: string): Client;
  /** Waits until a call to `action`, `Ecs.StopInstance` say, may go out. */
  turn(action: string, signal: AbortSignal): Promise<void>;
  /** The answer's JSON, its fields typed as the SDK's response model `Body` has them. */
  call<Body>(call: ApiCall): Promise<Wire<Body>>;
  /** Buckets and objects of the region, with the same keys and connections. */
  readonly storage: Storage;
  /** Ends kept-alive connections, of the other regions too. */
  close(): Promise<void>;
}

export function openClient(options: ClientOptions): Client {
  const clock = options.clock ?? openClock();
  return clientOf(options, {
    dispatchers: openDispatchers(),
    clock,
    service: serviceClock(),
    turns: openTurns(clock),
  });
}

/** The last try gets this much even when less is left: cut short, it would hide the reason of those before. */
const leastTime = 10_000;

/** What the clients of all regions of an account have in common. */
interface Shared {
  readonly dispatchers: Dispatchers;
  readonly clock: Clock;
  readonly service: ServiceClock;
  readonly turns: Turns;
}

function clientOf(options: ClientOptions, shared: Shared): Client {
  const { dispatchers, clock, service, turns } = shared;
  const { region, credentials, timeout = 60_000, patience = 180_000 } = options;
  return {
    region,
    clock,
    close: dispatchers.close,
    storage: openStorage(options, shared),
    turn: (action, signal) => turns.take(signal, { action: `${action} ${region}`, ahead: false }),
    in: (other) => clientOf({ ...options, region: other }, shared),
    call: <Body>(call: ApiCall) =>
      spending('calls', async () => {
        let url = endpoint(call.product, region, options);
        let other = fallback(call.product, options);
        const turn = { action: `${call.product}.${call.action} ${region}`, ahead: isRead(call) };
        let refused: Keys | undefined;
        let tries = 0;
        let refusals = 0;
        const attempt = async (left: number) => {
          // The first wait is for others and does not use up the patience with this call.
          tries += 1;
          if (tries > 1) await turns.take(call.signal, { ...turn, ahead: true });
          const keys = await credentials.get(call.signal, refused);
          const sent = service.behind();
          faultPoint(`before ${call.product}.${call.action}`);
          const answer = await exchange({
            ...call,
            region,
            keys,
            endpoint: url,
            dispatcher: dispatchers.for(url),
            clock,
            service,
            params: withToken(withRegion(call, region), refusals),
            timeout: Math.min(timeout, Math.max(left, leastTime)),
            patience: options.patience,
          }).catch((error: unknown) => {
            if (error instanceof Refusal && error.retry === 'settling') refusals += 1;
            if (isThrottling(error)) turns.refused(error.after, ofAction(error) ? turn.action : undefined);
            if (error instanceof Refusal && service.correct(error, sent))
              throw new Refusal(error.error, 'always');
            if (other !== undefined && other.host !== url.host && isSilence(error)) {
              [url, other] = [other, undefined];
              throw new Refusal(error.error, 'always');
            }
            const fresh = refused === undefined && keys.securityToken !== '' && isExpiry(error);
            if (!fresh) throw error;
            refused = keys;
            throw new Refusal(error.error, 'always');
          });
          faultPoint(`after ${call.product}.${call.action}`);
          return answer;
        };
        if (call.hasTurn !== true) await turns.take(call.signal, turn);
        const repeatable = isRepeatable(call);
        const { signal, impatient, already } = call;
        const answer = await retrying(attempt, {
          repeatable,
          impatient,
          clock,
          patience,
          signal,
          ...(already && { already: async () => ((await already()) ? {} : undefined) }),
        });
        return answer as Wire<Body>;
      }),
  };
}

/** No answer of the service's own: none at all, or the page of something on the way. */
function isSilence(error: unknown): error is Refusal {
  return error instanceof Refusal && error.error.data['api'] === undefined;
}

/** The service takes temporary keys for expired before we do: they were revoked, or a clock is wrong. */
function isExpiry(error: unknown): error is Refusal {
  return (
    error instanceof Refusal && /^InvalidSecurityToken\.Expired/.test(String(error.error.data['api'] ?? ''))
  );
}

/** Some requests have no RegionId (StopInstance); a base URL for all products and regions needs to be told it all the same. */
function withRegion(call: ApiCall, region: string): Params {
  return call.product === 'Sts' ? call.params : { RegionId: region, ...call.params };
}

/** A token that was answered with a refusal may keep its answer: the next try of a change that is safe twice has another. */
function withToken(params: Params, refusals: number): Params {
  const token = params['ClientToken'];
  if (token === undefined || refusals === 0) return params;
  return { ...params, ClientToken: `${token.slice(0, 56)}-${refusals}` };
}

function isRepeatable(call: ApiCall): boolean {
  return call.idempotent === true || 'ClientToken' in call.params || isRead(call);
}

/** Reads go first: many wait for one, and what they tell is what builds go on with. */
function isRead(call: ApiCall): boolean {
  return /^(Describe|Get)/.test(call.action);
}

/** `Throttling.User` is about all calls of the account, and so is `Throttling` alone for all that it says. */
function ofAction({ error }: Refusal): boolean {
  return /^Throttling\.Api|FlowControl/i.test(String(error.data['api'] ?? ''));
}

function isThrottling(error: unknown): error is Refusal {
  return error instanceof Refusal && error.error.code === 'cloud-throttled';
}
