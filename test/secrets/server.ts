import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** As it came, escaped, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless it is a text. */
  readonly body?: unknown;
}

export interface Store {
  readonly url: string;
  readonly port: number;
  readonly asked: readonly Asked[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** The certificate of the server over TLS: of 127.0.0.1 alone, and signed by itself. */
export const certificate = new URL('loopback-certificate.pem', import.meta.url).pathname;

/** A store on loopback that answers as `reply` says; `at`: the path of a Unix socket instead of a port. */
export async function serveStore(
  reply: (asked: Asked) => Reply,
  { secure = false, at }: { readonly secure?: boolean; readonly at?: string } = {},
): Promise<Store> {
  const asked: Asked[] = [];
  const listener: RequestListener = async (request, response) => {
    const one = await read(request);
    asked.push(one);
    const { status = 200, headers = {}, body = '' } = reply(one);
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const key = readFileSync(new URL('loopback-key.pem', import.meta.url));
  const server = secure
    ? createSecureServer({ key, cert: readFileSync(certificate) }, listener)
    : createServer(listener);
  await new Promise<void>((resolve) =>
    at === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(at, resolve),
  );
  const port = at === undefined ? (server.address() as AddressInfo).port : 0;
  return {
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = '', url = '', headers } = request;
  return { method, path: url, headers, body: Buffer.concat(chunks).toString() };
}
