import type { Readable } from 'node:stream';
import connect from 'undici/lib/api/api-connect.js';
import send from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

// What undici's index does for all methods: the proxy agent connects through them.
Object.assign(Dispatcher.prototype, { connect, request: send });

/**
 * The parts of undici that one HTTP exchange needs. Its index also loads fetch, WebSocket, cache and mocks: 80 ms
 * instead of 30 before the first call. undici is pinned to one version, so its inner paths stand still.
 */
export { Agent, ProxyAgent };

export interface RequestInit {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers: Record<string, string>;
  /** A stream goes out as it comes; `content-length` says how much that is. */
  readonly body?: string | Readable;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One request and its whole answer, whatever the status. Rejects as undici does. */
export async function request(url: string, { dispatcher, ...init }: RequestInit): Promise<Response> {
  const { origin, pathname, search } = new URL(url);
  const response = await dispatcher.request({ ...init, origin, path: `${pathname}${search}` });
  return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
}
