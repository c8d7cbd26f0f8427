import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request as it came in. */
export interface Seen {
  readonly action: string;
  readonly product: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly path: string;
  /** With the query. */
  readonly target: string;
}

/** An answer: JSON with a status, raw text, or something ruder done to the connection. */
export type Reply =
  | { readonly status?: number; readonly json: unknown; readonly headers?: Record<string, string> }
  | { readonly status?: number; readonly body: string; readonly type?: string }
  | { readonly cut: 'before' | 'inside' }
  | { readonly silent: true };

export interface Service {
  readonly url: string;
  readonly port: number;
  readonly seen: Seen[];
  [Symbol.asyncDispose](): Promise<void>;
}

const products: Record<string, string> = { '2014-05-26': 'Ecs', '2016-04-28': 'Vpc', '2015-04-01': 'Sts' };

/** A service on loopback that answers as the test says; the last reply goes on for ever. */
export async function serve(reply: (seen: Seen, count: number) => Reply): Promise<Service> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ maxHeaderSize: 262_144 }, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const one = read(request, body);
      seen.push(one);
      answer(response, reply(one, seen.length));
    });
  });
  server.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An error answer of the service. */
export function refusal(status: number, code: string, message = `said ${code}`): Reply {
  return { status, json: { Code: code, Message: message, RequestId: 'REQ-1', HostId: 'loopback' } };
}

function read(request: IncomingMessage, body: string): Seen {
  const url = new URL(request.url ?? '/', 'http://loopback');
  return {
    action: String(request.headers['x-acs-action'] ?? ''),
    product: products[String(request.headers['x-acs-version'])] ?? '',
    params: Object.fromEntries([...url.searchParams, ...new URLSearchParams(body)]),
    headers: request.headers,
    path: url.pathname,
    target: request.url ?? '',
  };
}

function answer(response: ServerResponse, reply: Reply): void {
  if ('silent' in reply) return;
  if ('cut' in reply) {
    if (reply.cut === 'before') return void response.socket?.destroy();
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"RequestId":"REQ', () => response.socket?.destroy());
    return;
  }
  const [body, type] =
    'json' in reply
      ? [JSON.stringify(reply.json), 'application/json']
      : [reply.body, reply.type ?? 'text/html'];
  const headers = 'json' in reply ? (reply.headers ?? {}) : {};
  response.writeHead(reply.status ?? 200, { 'content-type': type, ...headers }).end(body);
}
