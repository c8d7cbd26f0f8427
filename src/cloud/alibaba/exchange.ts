import { randomUUID } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { request } from '../../http/request.ts';
import { type Clock, PACE_HEADER } from '../../wire/clock.ts';
import { canonicalQuery } from '../../wire/percent.ts';
import type { Keys } from './credentials/keys.ts';
import { type Product, versions } from './endpoints.ts';
import { placed } from './placing.ts';
import { Refusal } from './refusal.ts';
import { understand } from './refusals/meaning.ts';
import type { ServiceClock } from './service-clock.ts';
import { sign } from './signature.ts';
import { silent } from './silence.ts';
import type { Params } from './wire.ts';
import { cloudRefused, cloudUnreachable } from './words.ts';

/** One signed request and its answer. */
interface Exchange {
  readonly product: Product;
  readonly action: string;
  readonly params: Params;
  readonly doing: string;
  readonly region: string;
  readonly endpoint: URL;
  readonly keys: Keys;
  readonly dispatcher: Dispatcher;
  /** Milliseconds. */
  readonly timeout: number;
  /** Milliseconds for which a refusal that passes may be tried again; unset: as long as suits the action. */
  readonly patience: number | undefined;
  /** The service may say how fast it goes. */
  readonly clock: Clock;
  readonly service: ServiceClock;
  readonly signal: AbortSignal;
}

interface Received {
  readonly status: number;
  readonly retryAfter: number;
  /** By the service's clock; undefined when it does not tell. */
  readonly date: number | undefined;
  readonly text: string;
}

/**
 * Sends one request with a new nonce and timestamp and gives the answer's JSON. Rejects with Refusal: an error answer, an
 * answer that is not the service's (an HTML page of a gateway, a cut body), or none within the timeout; and with the
 * reason of the signal when that was aborted.
 */
export async function exchange(call: Exchange): Promise<Readonly<Record<string, unknown>>> {
  const received = await send(call);
  const answer = parse(received.text);
  if (answer === undefined) throw unreadable(call, received);
  if (received.status >= 400) throw refused(call, received, answer);
  return answer;
}

async function send(call: Exchange): Promise<Received> {
  const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(call.timeout)));
  const { query, body } = placed(call.params);
  const path = call.endpoint.pathname;
  try {
    const response = await request(`${call.endpoint.href}?${canonicalQuery(Object.entries(query))}`, {
      method: 'POST',
      headers: sign({ path, params: query, body, headers: headersOf(call, body) }, call.keys),
      ...(body !== '' && { body }),
      dispatcher: call.dispatcher,
      signal: AbortSignal.any([call.signal, timeout]),
    });
    const pace = Number(response.headers[PACE_HEADER]);
    if (pace > 0 && pace < 1) call.clock.pace = pace;
    const retryAfter = Number(response.headers['x-acs-retry-after']) || 0;
    const date = Date.parse(String(response.headers['date'])) || undefined;
    return { status: response.status, retryAfter, date, text: response.text };
  } catch (error) {
    call.signal.throwIfAborted();
    throw silent(call, error, timeout.aborted);
  }
}

function headersOf(call: Exchange, body: string): Record<string, string> {
  return {
    host: call.endpoint.host,
    accept: 'application/json',
    'user-agent': 'ecs-imagebuild',
    'x-acs-action': call.action,
    'x-acs-version': versions[call.product],
    'x-acs-date': `${new Date(call.service.now()).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': randomUUID(),
    ...(body !== '' && { 'content-type': 'application/x-www-form-urlencoded' }),
  };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function refused(call: Exchange, received: Received, answer: Readonly<Record<string, unknown>>): Refusal {
  const api = String(answer['Code'] ?? `HTTP ${received.status}`);
  const { code, means, settles } = understand(call, api, received.status);
  const error = cloudRefused({
    code,
    doing: call.doing,
    region: call.region,
    product: call.product,
    action: call.action,
    api,
    message: String(answer['Message'] ?? ''),
    requestId: String(answer['RequestId'] ?? ''),
    status: received.status,
    means,
    settles: settles && Math.min(settles, call.patience ?? settles),
  });
  if (code === 'cloud-throttled') return new Refusal(error, 'always', received.retryAfter);
  if (code === 'cloud-busy' || settles !== undefined)
    return new Refusal(error, 'settling', received.retryAfter);
  const retry = code === 'cloud-unavailable' ? 'repeatable' : 'never';
  return new Refusal(error, retry, received.retryAfter, received.date);
}

function unreadable(call: Exchange, { status, text, retryAfter }: Received): Refusal {
  const start = text.replace(/\s+/g, ' ').trim().slice(0, 60);
  const why = `HTTP ${status} with ${start === '' ? 'nothing in it' : `"${start}", which is not JSON`}`;
  const error = cloudUnreachable({ ...about(call), why, status });
  // A gateway's 3xx or 4xx page (a login, a ban) would be the same again.
  return new Refusal(error, status >= 300 && status < 500 ? 'never' : 'repeatable', retryAfter);
}

function about({ doing, region, action, endpoint }: Exchange) {
  return { doing, region, action, host: endpoint.host };
}
