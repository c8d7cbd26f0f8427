import { setMaxListeners } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PACE_HEADER } from '../wire/clock.ts';
import { foreignTo } from '../wire/foreign-request.ts';
import type { Gateway, Reply } from './gateway.ts';
import type { OssGateway } from './oss/oss-gateway.ts';
import { readRequest } from './request.ts';
import type { Authority } from './tls/certificates.ts';
import { createTunnel } from './tls/tunnel.ts';

/** Clients that put 32 KB of user data into the request line get an answer, and not a connection that ends. */
const LONGEST_HEADER = 256 * 1024;
/** What the service's gateways take; larger parameters travel in the form body. */
const LONGEST_TARGET = 40 * 1024;

/** A gateway that listens on 127.0.0.1. */
interface ApiServer {
  readonly port: number;
  /** Ends all connections, also those with a call under way. */
  close(): Promise<void>;
}

interface ServeOptions {
  readonly pace?: number;
  readonly longestTarget?: number | undefined;
  readonly oss?: OssGateway;
  /** Signs for the names of the service, which CONNECT then reaches; unset: CONNECT is refused. */
  readonly authority?: Authority | undefined;
  now?(): number;
}

/** More than any request of these products may have. */
const longestBody = 4 * 1024 * 1024;

/**
 * Serves the gateway on loopback, on any path. Also works as an HTTP proxy for plain-HTTP clients (absolute-form request
 * lines); without an authority CONNECT is refused with 502, at which Packer's SDK falls back to its table of endpoints.
 */
export async function serve(
  gateway: Gateway,
  port: number,
  { pace = 1, now = Date.now, longestTarget = LONGEST_TARGET, oss, authority }: ServeOptions = {},
): Promise<ApiServer> {
  const closing = new AbortController();
  // Every call that is being answered listens.
  setMaxListeners(0, closing.signal);
  const serveOne: RequestListener = (request, response) => {
    response.setHeader('date', new Date(now()).toUTCString());
    response.setHeader(PACE_HEADER, pace);
    if ((request.url?.length ?? 0) > longestTarget) return refuseLong(response);
    void answer({ gateway, oss }, request, response, closing.signal).catch(() => response.destroy());
  };
  const server = createServer({ maxHeaderSize: LONGEST_HEADER }, serveOne);
  const tunnel = authority && createTunnel(authority, LONGEST_HEADER, serveOne);
  server.keepAliveTimeout = 60_000;
  server.on('connect', (request, socket) => {
    if (tunnel?.take(request, socket)) return;
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  return {
    port: await listen(server, port),
    close: async () => {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      tunnel?.close();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function answer(
  { gateway, oss }: { readonly gateway: Gateway; readonly oss: OssGateway | undefined },
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const why = foreignTo(request.headers);
  if (why !== undefined) {
    response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' });
    response.end(`The embedded cloud serves programs of this machine alone: ${why}.\n`);
    return;
  }
  if (oss?.takes(request)) return oss.answer(request, response, signal);
  const body = await readBody(request);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const { method = 'GET', url: target = '/', headers } = request;
  write(await gateway(readRequest({ method, target, headers }, body), signal), response);
}

function refuseLong(response: ServerResponse): void {
  response.writeHead(414, { 'content-type': 'text/html', connection: 'close' });
  response.end('<html>\n<head><title>414 Request-URI Too Large</title></head>\n<body></body>\n</html>\n');
}

function write(reply: Reply, response: ServerResponse): void {
  if (reply.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(reply.answer.body);
  response.writeHead(reply.answer.status, { ...reply.answer.headers, 'content-length': body.length });
  if (reply.kind === 'answer') {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > longestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
