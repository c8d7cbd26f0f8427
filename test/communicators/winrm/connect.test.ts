import { createServer as createHttpServer } from 'node:http';
import { createServer, connect as dial, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectWinrm } from '../../../src/communicators/winrm/connect.ts';
import type { WinrmOptions } from '../../../src/communicators/winrm/options.ts';
import { heard, type WindowsRig, windowsRig } from './rig.ts';

let rig: WindowsRig;

beforeAll(async () => {
  rig = await windowsRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** What the error says that the last try met, and the reasons told on the way. */
async function failed(
  options: WinrmOptions,
): Promise<{ readonly hint: string; readonly reasons: readonly string[] }> {
  const reasons = new Set<string>();
  const connecting = connectWinrm({
    ...options,
    timeout: 1500,
    onAttempt: ({ reason }) => void reasons.add(reason),
  });
  const error: unknown = await connecting.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'connect-timeout', message: 'Timeout waiting for WinRM.' });
  const hint = error instanceof Error && 'hint' in error ? String(error.hint) : '';
  expect(hint).not.toContain(options.password);
  return { hint, reasons: [...reasons] };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('after winrm_timeout the error names what the last try met', () => {
  it('nobody listens', async () => {
    const { hint, reasons } = await failed(rig.options({ port: 1 }));
    expect(reasons).toEqual(['refused']);
    expect(hint).toContain('connection refused');
  });

  it('nobody answers', async () => {
    const silent = createServer(() => undefined);
    const { hint } = await failed(rig.options({ port: await listening(silent) }));
    expect(hint).toContain('no answer');
    silent.close();
  });

  it('a wrong password', async () => {
    for (const ntlm of [false, true]) {
      const { hint, reasons } = await failed(rig.options({ password: 'Wrong-Pa55', ntlm }));
      expect(reasons).toEqual(['denied']);
      expect(hint).toContain('refused the user or the password');
    }
  });

  it('a certificate that nobody vouches for', async () => {
    const { hint, reasons } = await failed(rig.options({ https: true, insecure: false }));
    expect(reasons).toEqual(['certificate']);
    expect(hint).toContain('winrm_insecure');
  });

  it('plain HTTP where TLS is wanted', async () => {
    const { port } = rig.options();
    expect((await failed(rig.options({ https: true, port }))).hint).toMatch(/TLS|closed/);
  });

  it('another server', async () => {
    const other = createHttpServer((_request, response) => void response.writeHead(404).end('no'));
    const { hint } = await failed(rig.options({ port: await listening(other) }));
    expect(hint).toContain('is not WinRM: HTTP status 404');
    other.close();
  });

  it('Basic where the guest takes only encrypted messages', async () => {
    const strict = await windowsRig({ userData: '[powershell]\nwinrm quickconfig -q\n' });
    const { hint } = await failed(strict.options());
    expect(hint).toContain('it offers Negotiate, not Basic');
    expect((await heard(await strict.connect({ ntlm: true }), 'echo in')).stdout).toEqual(['in']);
    await strict[Symbol.asyncDispose]();
  });
});

it('is in as soon as the guest lets us in, having tried from the beginning', async () => {
  const reasons: string[] = [];
  // A gate that stands where the guest will be, and is opened while tries go on.
  let ready = false;
  const gate = createServer((socket) => {
    if (!ready) return void socket.destroy();
    const there = dial(rig.options());
    socket.on('error', () => there.destroy());
    there.on('error', () => socket.destroy());
    socket.pipe(there).pipe(socket);
  });
  const comm = await connectWinrm({
    ...rig.options({ port: await listening(gate) }),
    onAttempt({ reason }) {
      reasons.push(reason);
      if (reasons.length === 3) ready = true;
    },
  });
  expect(reasons).toEqual(['closed', 'closed', 'closed']);
  await comm.close();
  gate.close();
});

it('goes through a proxy with CONNECT, which keeps what NTLM agreed on', async () => {
  const asked: string[] = [];
  const proxy = createHttpServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const there = dial(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    there.on('error', () => socket.destroy());
  });
  const options = rig.options({ ntlm: true, proxy: `http://127.0.0.1:${await listening(proxy)}` });
  const comm = await connectWinrm(options);
  expect((await heard(comm, 'echo through')).stdout).toEqual(['through']);
  expect(new Set(asked)).toEqual(new Set([`127.0.0.1:${options.port}`]));
  await comm.close();
  proxy.closeAllConnections();
  proxy.close();
});

it('is cancelled at once', async () => {
  const cancel = new AbortController();
  const connecting = connectWinrm({
    ...rig.options({ port: 1, signal: cancel.signal }),
    onAttempt: () => cancel.abort(),
  });
  await expect(connecting).rejects.toMatchObject({ code: 'cancelled' });
});
