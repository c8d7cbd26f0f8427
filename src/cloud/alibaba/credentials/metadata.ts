import type { Dispatcher } from 'undici';
import { Agent, type RequestInit, type Response, request } from '../../../http/request.ts';
import { type Clock, openClock } from '../../../wire/clock.ts';
import { reason } from '../../../wire/reason.ts';
import { Refusal } from '../refusal.ts';
import { retrying } from '../retry.ts';
import { metadataDisabled, metadataFailed } from './words.ts';

export interface Metadata {
  /** Base URL of the metadata service. */
  readonly address: string;
  /** Fail without any connection. */
  readonly disabled: boolean;
  /** Never fall back to requests without a token (IMDSv1). */
  readonly tokenOnly: boolean;
  readonly clock?: Clock;
  /** What is asked for, in words. */
  readonly doing: string;
}

const usualAddress = 'http://100.100.100.200';
const tokenHeader = 'X-aliyun-ecs-metadata-token';

/** How the environment says that the metadata service is to be asked. */
export function metadataOf(
  env: Readonly<Record<string, string | undefined>>,
  metadataUrl?: string,
): Pick<Metadata, 'address' | 'disabled' | 'tokenOnly'> {
  return {
    address: metadataUrl || env['ECS_IMAGEBUILD_METADATA_URL'] || usualAddress,
    disabled: env['ALIBABA_CLOUD_ECS_METADATA_DISABLED']?.toLowerCase() === 'true',
    tokenOnly: env['ALIBABA_CLOUD_IMDSV1_DISABLED']?.toLowerCase() === 'true',
  };
}

/** One value of the metadata service. */
export function readMetadata(
  name: string,
  {
    env,
    signal,
  }: { readonly env: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal },
): Promise<string> {
  const metadata = { ...metadataOf(env), doing: `Reading ${name}` };
  return askMetadata(metadata, `/latest/meta-data/${name}`, signal);
}

/** Reads one path, a token first (hardened mode). Never goes through a proxy. */
export async function askMetadata(metadata: Metadata, path: string, signal: AbortSignal): Promise<string> {
  if (metadata.disabled) throw metadataDisabled(metadata.doing);
  const dispatcher = new Agent({ connect: { timeout: 2000 } });
  try {
    const attempt = () => readPath(metadata, path, { dispatcher, signal });
    const { clock = openClock() } = metadata;
    return await retrying(attempt, { repeatable: true, clock, patience: 6000, signal });
  } finally {
    await dispatcher.destroy();
  }
}

interface Way {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
}

async function readPath(metadata: Metadata, path: string, way: Way): Promise<string> {
  const base = metadata.address.replace(/\/+$/, '');
  const get = (where: string, init: Pick<RequestInit, 'method' | 'headers'>) =>
    ask(metadata, `${base}${where}`, { ...init, ...way });
  const ttl = { 'X-aliyun-ecs-metadata-token-ttl-seconds': '300' };
  const token = await get('/latest/api/token', { method: 'PUT', headers: ttl });
  if (token.status !== 200 && metadata.tokenOnly)
    throw failure(metadata, `HTTP ${token.status} instead of a token`, token.status);
  const headers: Record<string, string> = token.status === 200 ? { [tokenHeader]: token.text.trim() } : {};
  const answer = await get(path, { method: 'GET', headers });
  if (answer.status === 200) return answer.text;
  const why = `HTTP ${answer.status}${answer.status === 404 ? ', there is no such thing' : ''}`;
  throw failure(metadata, why, answer.status);
}

async function ask(metadata: Metadata, url: string, init: RequestInit): Promise<Response> {
  const signal = AbortSignal.any([init.signal, AbortSignal.timeout(3000)]);
  try {
    return await request(url, { ...init, signal });
  } catch (error) {
    init.signal.throwIfAborted();
    const why = reason(error);
    throw new Refusal(metadataFailed(metadata.doing, metadata.address, why, error), 'repeatable');
  }
}

function failure({ doing, address }: Metadata, why: string, status: number): Refusal {
  return new Refusal(
    metadataFailed(doing, address, why),
    status >= 500 || status === 429 ? 'always' : 'never',
  );
}
