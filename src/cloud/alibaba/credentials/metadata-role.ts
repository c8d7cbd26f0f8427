import type { Dispatcher } from 'undici';
import { metadataDisabled, metadataFailed } from '../../../errors/word/credentials.ts';
import { Agent, type RequestInit, type Response, request } from '../http.ts';
import { Refusal } from '../refusal.ts';
import { retrying } from '../retry.ts';
import { type Credentials, Keys } from './keys.ts';
import { type ExpiringKeys, refreshing } from './refreshing.ts';

export interface MetadataRole {
  readonly role: string;
  /** Base URL of the metadata service. */
  readonly address: string;
  /** Fail without any connection. */
  readonly disabled: boolean;
  /** Never fall back to requests without a token (IMDSv1). */
  readonly tokenOnly: boolean;
  /** Multiplies the waits between tries. */
  readonly pace?: number;
}

export const metadataAddress = 'http://100.100.100.200';
const tokenHeader = 'X-aliyun-ecs-metadata-token';

/** The RAM role of the ECS instance that this program runs on, by its metadata service. Never goes through a proxy. */
export function metadataRole(options: MetadataRole): Credentials {
  return refreshing({
    describe: `the RAM role ${options.role} of this ECS instance`,
    identity: JSON.stringify([options.address, options.role]),
    fetch: (signal) => fetchKeys(options, signal),
  });
}

async function fetchKeys(options: MetadataRole, signal: AbortSignal): Promise<ExpiringKeys> {
  if (options.disabled) throw metadataDisabled(options.role);
  const dispatcher = new Agent({ connect: { timeout: 2000 } });
  try {
    const attempt = () => readKeys(options, dispatcher, signal);
    return await retrying(attempt, { repeatable: true, pace: options.pace ?? 1, patience: 6000, signal });
  } finally {
    await dispatcher.destroy();
  }
}

async function readKeys(
  options: MetadataRole,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<ExpiringKeys> {
  const base = options.address.replace(/\/+$/, '');
  const get = (path: string, init: Pick<RequestInit, 'method' | 'headers'>) =>
    ask(options, `${base}${path}`, { ...init, dispatcher, signal });
  const ttl = { 'X-aliyun-ecs-metadata-token-ttl-seconds': '300' };
  const token = await get('/latest/api/token', { method: 'PUT', headers: ttl });
  if (token.status !== 200 && options.tokenOnly)
    throw failure(options, `HTTP ${token.status} instead of a token`, token.status);
  const path = `/latest/meta-data/ram/security-credentials/${encodeURIComponent(options.role)}`;
  const headers: Record<string, string> = token.status === 200 ? { [tokenHeader]: token.text.trim() } : {};
  const answer = await get(path, { method: 'GET', headers });
  if (answer.status !== 200)
    throw failure(
      options,
      `HTTP ${answer.status}${answer.status === 404 ? ', no such role' : ''}`,
      answer.status,
    );
  return decode(options, answer.text);
}

async function ask(options: MetadataRole, url: string, init: RequestInit): Promise<Response> {
  const signal = AbortSignal.any([init.signal, AbortSignal.timeout(3000)]);
  try {
    return await request(url, { ...init, signal });
  } catch (error) {
    init.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal(metadataFailed(options.role, options.address, why, error), 'repeatable');
  }
}

function decode(options: MetadataRole, body: string): ExpiringKeys {
  const answer = parse(body);
  const [id, secret, token, end] = ['AccessKeyId', 'AccessKeySecret', 'SecurityToken', 'Expiration'].map(
    (name) => String(answer[name] ?? ''),
  );
  if (answer['Code'] !== 'Success' || !id || !secret || !token || !end)
    throw failure(options, `an answer without keys (Code ${String(answer['Code'] ?? 'missing')})`, 200);
  return { keys: new Keys(id, secret, token), expires: Date.parse(end) };
}

function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function failure(options: MetadataRole, why: string, status: number): Refusal {
  const error = metadataFailed(options.role, options.address, why);
  return new Refusal(error, status >= 500 || status === 429 ? 'always' : 'never');
}
