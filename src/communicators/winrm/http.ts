import { Agent, ProxyAgent } from '../../http/request.ts';
import { failureOf } from './failure.ts';
import { originOf, type WinrmOptions } from './options.ts';

interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly signal: AbortSignal;
  /** Milliseconds until the answer must begin. */
  readonly timeout: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly header: (name: string) => string;
  readonly body: Buffer;
}

/** One TCP connection to the guest, made at the first request and again when it was lost. */
export interface HttpConnection {
  /** Rejects with WinrmFailure where no whole answer came, and with the signal's reason when that was aborted. */
  post(request: HttpRequest): Promise<HttpAnswer>;
  /** Calls back whenever the connection is gone, and what was agreed on it with it. */
  onGone(callback: () => void): void;
  close(): Promise<void>;
}

/** A guest that is not up yet may swallow packets; a new try asks anew sooner than the kernel would repeat. */
const DIAL_TIMEOUT = 10_000;

export function httpConnection(options: WinrmOptions): HttpConnection {
  const { insecure, proxy } = options;
  const tls = { rejectUnauthorized: !insecure };
  const single = {
    connections: 1,
    pipelining: 1,
    keepAliveTimeout: 120_000,
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const agent =
    proxy === undefined
      ? new Agent({ ...single, connect: { ...tls, timeout: DIAL_TIMEOUT } })
      : new ProxyAgent({ ...single, uri: proxy, requestTls: tls, proxyTunnel: true });
  const origin = originOf(options);
  return {
    onGone: (callback) => void agent.on('disconnect', callback),
    close: () => agent.destroy(),
    async post({ headers, body, signal, timeout }) {
      try {
        const response = await agent.request({
          origin,
          path: '/wsman',
          method: 'POST',
          headers,
          body,
          signal,
          headersTimeout: timeout,
          bodyTimeout: timeout,
        });
        const bytes = Buffer.from(await response.body.arrayBuffer());
        const header = (name: string) => [response.headers[name] ?? ''].flat().join(', ');
        return { status: response.statusCode, header, body: bytes };
      } catch (error) {
        signal.throwIfAborted();
        throw failureOf(error);
      }
    },
  };
}
