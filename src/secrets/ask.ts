import type { EnvironmentVariables } from '../http/proxy.ts';
import { proxyFor } from '../http/proxy.ts';
import { Agent, ProxyAgent, type Response, request } from '../http/request.ts';
import type { TlsFiles } from './tls-files.ts';

/** One request to a store. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly tls?: TlsFiles;
  /** Path of a Unix socket to connect to instead of the URL's host. */
  readonly socket?: string | undefined;
  /** Go past any proxy: metadata services are on this machine. */
  readonly direct?: boolean;
  /** Milliseconds for everything. */
  readonly timeout: number;
}

/** Sends one request and gives the whole answer, whatever its status. Goes through the proxy that the environment names. */
export async function ask(question: Question, env: EnvironmentVariables): Promise<Response> {
  const { method, url, headers, body, timeout } = question;
  const dispatcher = dispatcherFor(question, env);
  try {
    return await request(url.href, {
      method,
      headers: { 'user-agent': 'ecs-imagebuild', ...headers },
      dispatcher,
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(timeout),
    });
  } finally {
    await dispatcher.destroy();
  }
}

function dispatcherFor({ url, tls = {}, socket, direct = false }: Question, env: EnvironmentVariables) {
  const connect = { timeout: 10_000, ...tls, ...(socket !== undefined && { socketPath: socket }) };
  const proxy = direct || socket !== undefined ? undefined : proxyFor(url, env);
  return proxy === undefined
    ? new Agent({ connect })
    : new ProxyAgent({ connect, requestTls: tls, uri: proxy.href });
}

/** Why no answer came, in Go's words as far as they are known: `Get "URL": dial tcp HOST: connect: connection refused`. */
export function silence({ method, url }: Question, cause: unknown): string {
  const verb = method[0] + method.slice(1).toLowerCase();
  const shown = new URL(url);
  shown.username = shown.password = '';
  return `${verb} "${shown.href}": ${reasonOf(cause, url)}`;
}

function reasonOf(cause: unknown, url: URL): string {
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0], url);
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (code === 'ECONNREFUSED') return `dial tcp ${url.hostname}:${port}: connect: connection refused`;
  if (code === 'ENOTFOUND') return `dial tcp: lookup ${url.hostname}: no such host`;
  return cause.name === 'TimeoutError' ? 'no answer in time' : cause.message || code;
}
