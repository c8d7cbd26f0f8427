import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { foreignTo } from '../../../wire/foreign-request.ts';
import { decryptBody, encryptBody, encryptedType, isEncrypted } from '../../../wire/wsman/encrypted-body.ts';
import { faultCodes } from '../../../wire/wsman/names.ts';
import type { GuestAddress } from '../../guest.ts';
import { type Listener, listen } from '../../ssh/listen.ts';
import type { WindowsMachine } from '../machine.ts';
import { authenticateRequest, type Peer } from './authentication.ts';
import { selfSigned } from './certificate.ts';
import { faultAnswer } from './envelope.ts';
import { ShellService } from './service.ts';

export const winrmPorts = { http: 5985, https: 5986 } as const;

/** The WinRM service: its listeners follow the settings of the machine. */
export class WinrmServer {
  readonly service: ShellService;
  readonly #machine: WindowsMachine;
  readonly #addresses = new Set<string>();
  readonly #listeners = new Map<string, Listener>();
  readonly #servers: { http?: Server; https?: Server } = {};
  #last: Promise<void> = Promise.resolve();

  constructor(machine: WindowsMachine) {
    this.#machine = machine;
    this.service = new ShellService(machine);
  }

  /** Where a port of an address really is. */
  reach(address: string, port: number): GuestAddress | undefined {
    return this.#listeners.get(`${address} ${port}`)?.address;
  }

  listen(address: string): Promise<void> {
    this.#addresses.add(address);
    return this.update();
  }

  unlisten(address: string): Promise<void> {
    this.#addresses.delete(address);
    return this.update();
  }

  /** Opens and closes listeners as the settings say. */
  update(): Promise<void> {
    this.#last = this.#last.then(() => this.#update());
    return this.#last;
  }

  async close(): Promise<void> {
    this.#addresses.clear();
    await this.update();
  }

  async #update(): Promise<void> {
    const { running, http, https } = this.#machine.settings.now.winrm;
    const ports = [
      ...(running && http ? [winrmPorts.http] : []),
      ...(running && https ? [winrmPorts.https] : []),
    ];
    const places = [...this.#addresses].flatMap((host) => ports.map((port) => ({ host, port })));
    const wanted = new Map<string, GuestAddress>(
      places.map((place) => [`${place.host} ${place.port}`, place]),
    );
    for (const [key, listener] of this.#listeners) {
      if (wanted.has(key)) continue;
      this.#listeners.delete(key);
      await listener.close();
    }
    for (const [key, place] of wanted)
      if (!this.#listeners.has(key))
        this.#listeners.set(
          key,
          await listen(place, (socket) => this.#server(place.port).emit('connection', socket)),
        );
  }

  #server(port: number): Server {
    const secure = port === winrmPorts.https;
    const known = secure ? this.#servers.https : this.#servers.http;
    if (known !== undefined) return known;
    const serve = this.#handler(secure);
    const server = secure
      ? createSecureServer(selfSigned(this.#machine.hostname), serve)
      : createServer(serve);
    server.keepAliveTimeout = 120_000;
    server.on('clientError', (_error, socket: Socket) => socket.destroy());
    this.#servers[secure ? 'https' : 'http'] = server;
    return server;
  }

  #handler(secure: boolean): (request: IncomingMessage, response: ServerResponse) => void {
    const peers = new WeakMap<Socket, Peer>();
    return (request, response) => {
      const peer = peers.get(request.socket) ?? { handshake: undefined, user: undefined, sealer: undefined };
      peers.set(request.socket, peer);
      this.#serve(request, response, { peer, secure }).catch(() => response.destroy());
    };
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
    { peer, secure }: { readonly peer: Peer; readonly secure: boolean },
  ): Promise<void> {
    if (foreignTo(request.headers) !== undefined) return end(response, 403, '');
    const body = await bodyOf(request);
    if (request.method !== 'POST' || !/^\/wsman\/?$/i.test(request.url ?? '')) return end(response, 404, '');
    const verdict = authenticateRequest(request, peer, { machine: this.#machine, secure });
    if (verdict.kind === 'refused') {
      response.setHeader('WWW-Authenticate', verdict.offers);
      return end(response, 401, '');
    }
    if (body.length === 0) return end(response, 200, '');
    const sealed = isEncrypted(request.headers['content-type'] ?? '');
    if (!sealed && !secure && !this.#machine.settings.now.winrm.allowUnencrypted)
      return end(response, 500, unencrypted());
    const { sealer } = verdict;
    if (sealed && sealer === undefined) return end(response, 400, '');
    const text =
      sealed && sealer !== undefined ? decryptBody(body, sealer).toString('utf8') : body.toString('utf8');
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const answer = await this.service.answer(text, verdict.user, gone.signal);
    if (!sealed || sealer === undefined) return end(response, answer.status, answer.text);
    if (response.destroyed) return;
    response
      .writeHead(answer.status, { 'Content-Type': encryptedType })
      .end(encryptBody(Buffer.from(answer.text), sealer));
  }
}

function unencrypted(): string {
  return faultAnswer(undefined, {
    code: faultCodes.accessDenied,
    subcode: 'w:AccessDenied',
    message: 'The service takes encrypted messages only: AllowUnencrypted is false.',
  });
}

function end(response: ServerResponse, status: number, text: string): void {
  const bytes = Buffer.from(text);
  response.writeHead(status, {
    'Content-Type': 'application/soap+xml;charset=UTF-8',
    'Content-Length': bytes.length,
    Server: 'Microsoft-HTTPAPI/2.0',
  });
  response.end(bytes);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
