import { openDispatchers } from '../../../http/dispatchers.ts';
import { type RequestInit, type Response, request } from '../../../http/request.ts';
import type { Clock } from '../../../wire/clock.ts';
import { Refusal } from '../refusal.ts';
import { retrying } from '../retry.ts';
import { Keys } from './keys.ts';
import type { ExpiringKeys } from './refreshing.ts';
import { keyAnswerUseless } from './words.ts';

interface KeyRequest extends Pick<RequestInit, 'method' | 'headers' | 'body'> {
  readonly url: URL;
  /** Asked from the second try on when nothing came from `url`. */
  readonly fallback?: URL | undefined;
  /** How an error begins: `Getting keys from http://…`. */
  readonly doing: string;
  /** The field that holds the keys; the whole answer when absent. */
  readonly field?: string;
  readonly clock: Clock;
}

/** Asks a service of people's own for keys. No error quotes an answer, which may hold some. */
export async function askForKeys(asked: KeyRequest, signal: AbortSignal): Promise<ExpiringKeys> {
  const dispatchers = openDispatchers();
  let { url } = asked;
  const attempt = async () => {
    const response = await send({ ...asked, url }, dispatchers.for(url), signal).catch((error: unknown) => {
      url = asked.fallback ?? url;
      throw error;
    });
    if (response.status !== 200) throw refused(asked, response);
    return decodeKeys(asked, parse(response.text)) ?? fail(asked, 'the answer has no keys');
  };
  try {
    return await retrying(attempt, { repeatable: true, clock: asked.clock, patience: 20_000, signal });
  } finally {
    await dispatchers.close();
  }
}

async function send(
  asked: KeyRequest,
  dispatcher: RequestInit['dispatcher'],
  signal: AbortSignal,
): Promise<Response> {
  const { method, headers, body } = asked;
  const within = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  const init = { method, headers, ...(body !== undefined && { body }), dispatcher, signal: within };
  try {
    return await request(asked.url.href, init);
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message || error.name : String(error);
    throw new Refusal(keyAnswerUseless(asked.doing, why, error), 'repeatable');
  }
}

function refused(asked: KeyRequest, { status, text }: Response): Refusal {
  const code = parse(text)['Code'];
  const why = `HTTP ${status}${typeof code === 'string' ? ` (${code})` : ''}`;
  return new Refusal(
    keyAnswerUseless(asked.doing, why),
    status >= 500 || status === 429 ? 'always' : 'never',
  );
}

function fail(asked: KeyRequest, why: string): never {
  throw new Refusal(keyAnswerUseless(asked.doing, why), 'never');
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function decodeKeys(
  { field }: KeyRequest,
  answer: Readonly<Record<string, unknown>>,
): ExpiringKeys | undefined {
  const inner = field === undefined ? answer : answer[field];
  const row: Readonly<Record<string, unknown>> =
    typeof inner === 'object' && inner !== null ? { ...inner } : {};
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : '');
  const [id, secret, token] = [text('AccessKeyId'), text('AccessKeySecret'), text('SecurityToken')];
  const expires = Date.parse(text('Expiration'));
  if (id === '' || secret === '' || token === '' || Number.isNaN(expires)) return undefined;
  return { keys: new Keys(id, secret, token), expires };
}
