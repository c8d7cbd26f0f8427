import { connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy of the tests' own that counts what goes through it. */
export interface TestProxy extends Disposable {
  readonly port: number;
  /** `HOST:PORT` of every connection asked for. */
  readonly asked: string[];
}

export interface ProxyLogin {
  readonly username: string;
  readonly password: string;
}

type Serve = (
  socket: Socket,
  next: (count: number | string) => Promise<Buffer>,
  asked: string[],
) => Promise<void>;

export const socksProxy = (login?: ProxyLogin): Promise<TestProxy> =>
  serve(async (socket, next, asked) => {
    const [, count = 0] = await next(2);
    const methods = await next(count);
    const wanted = login === undefined ? 0 : 2;
    if (!methods.includes(wanted)) return void socket.end(Buffer.from([5, 0xff]));
    socket.write(Buffer.from([5, wanted]));
    if (login !== undefined) {
      const [, length = 0] = await next(2);
      const user = (await next(length)).toString();
      const [size = 0] = await next(1);
      const password = (await next(size)).toString();
      const good = user === login.username && password === login.password;
      socket.write(Buffer.from([1, good ? 0 : 1]));
      if (!good) return void socket.end();
    }
    const [, , , kind] = await next(4);
    const host =
      kind === 1 ? [...(await next(4))].join('.') : (await next((await next(1))[0] ?? 0)).toString();
    const port = (await next(2)).readUInt16BE();
    asked.push(`${host}:${port}`);
    lead(socket, host, port, (open) => Buffer.from([5, open ? 0 : 5, 0, 1, 0, 0, 0, 0, 0, 0]));
  });

export const httpProxy = (login?: ProxyLogin): Promise<TestProxy> =>
  serve(async (socket, next, asked) => {
    const head = (await next('\r\n\r\n')).toString();
    const [, host = '', port = ''] = /^CONNECT (.+):(\d+) HTTP\/1\.1\r\n/.exec(head) ?? [];
    const basic = Buffer.from(`${login?.username}:${login?.password}`).toString('base64');
    if (login !== undefined && !head.includes(`Proxy-Authorization: Basic ${basic}\r\n`))
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    asked.push(`${host}:${port}`);
    lead(socket, host, Number(port), (open) =>
      Buffer.from(
        open ? 'HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n' : 'HTTP/1.1 502 Bad Gateway\r\n\r\n',
      ),
    );
  });

function lead(socket: Socket, host: string, port: number, answer: (open: boolean) => Buffer): void {
  const target = connect(port, host, () => {
    socket.write(answer(true));
    socket.pipe(target).pipe(socket);
  });
  target.on('error', () => socket.end(answer(false)));
  socket.once('close', () => target.destroy());
}

async function serve(talk: Serve): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    let held = Buffer.alloc(0);
    const next = async (until: number | string): Promise<Buffer> => {
      for (;;) {
        const found = typeof until === 'number' ? until : held.indexOf(until) + until.length;
        const enough = typeof until === 'number' ? held.length >= until : held.includes(until);
        if (enough) {
          const taken = held.subarray(0, found);
          held = held.subarray(found);
          return taken;
        }
        held = Buffer.concat([held, await new Promise<Buffer>((resolve) => socket.once('data', resolve))]);
      }
    };
    void talk(socket, next, asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    asked,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    [Symbol.dispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
