import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/emulator.ts';
import { selfSigned } from '../../src/guests/windows/wsman/certificate.ts';
import { bundled, root } from '../bundling.js';
import { temporaryFolder } from '../temporary-folder.ts';

/** A name that only the proxy knows, as the Internet's are in many companies. */
const HOST = 'ecs.company.invalid';
const LOGIN = 'builder:proxy-Passw0rd';

const folder = temporaryFolder('ecs-imagebuild-proxy');
const servers: Server[] = [];
const asked: string[] = [];
let emulator: Emulator;
let program: string;
let tlsPort: number;
let proxyPort: number;

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  emulator = await startEmulator({ latency: 'instant' });
  const bundle = await bundled('proxy-test', ['src/cli/main.ts']);
  program = join(bundle, 'tool.js');
  writeFileSync(program, "import { main } from './src/cli/main.js';\nprocess.exitCode = await main();\n");
  const certificate = selfSigned(HOST);
  writeFileSync(join(folder, 'authority.pem'), certificate.cert);
  const back = Number(new URL(emulator.url).port);
  const secure = createTlsServer(certificate, (socket) => {
    const onward = connect(back, '127.0.0.1');
    socket.on('error', () => onward.destroy()).pipe(onward);
    onward.on('error', () => socket.destroy()).pipe(socket);
  });
  tlsPort = await listening(secure);
  const proxy = createServer().on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.on('error', () => undefined);
    const login = Buffer.from(LOGIN).toString('base64');
    if (request.headers['proxy-authorization'] !== `Basic ${login}`)
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const onward = connect(tlsPort, '127.0.0.1').on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  });
  proxyPort = await listening(proxy);
});

beforeEach(() => void asked.splice(0));

afterAll(async () => {
  for (const server of servers) server.close();
  await emulator.close();
  rmSync(dirname(program), { recursive: true });
});

/** Builds the quickstart at an endpoint behind the proxy, in a process with an environment of its own. */
async function build(env: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const stateDir = mkdtempSync(join(folder, 'state-'));
  const args = ['run', '-color=false', `-state-dir=${stateDir}`, `-endpoint-url=https://${HOST}`, ...flags];
  const child = spawn(process.execPath, [program, ...args, 'fixtures/quickstart.json'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data.toString();
    });
  const [code] = await once(child, 'close');
  const files = readdirSync(stateDir, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const kept = files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n');
  return { code, output, all: `${output}${kept}` };
}

const trusting = { NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') };
const HTTPS_PROXY = () => `http://${LOGIN}@127.0.0.1:${proxyPort}`;

describe('a cloud behind a proxy that asks for a password, with a certificate of the company', () => {
  test('is built on, and the password is nowhere', async () => {
    const { code, output, all } = await build({ ...trusting, HTTPS_PROXY: HTTPS_PROXY() });
    expect(code, output).toBe(0);
    expect(output).toContain('==> Builds finished.');
    expect(new Set(asked)).toEqual(new Set([`${HOST}:443`]));
    expect(all).not.toContain('proxy-Passw0rd');
  });

  test('is found by HTTP_PROXY too, which Packer goes through', async () => {
    const { code, output } = await build({ ...trusting, http_proxy: HTTPS_PROXY() }, '-until=sourceImage');
    expect(code, output).toBe(0);
    expect(new Set(asked)).toEqual(new Set([`${HOST}:443`]));
  });

  test('is not trusted without its authority, and the way out is told', async () => {
    const { code, output } = await build({ HTTPS_PROXY: HTTPS_PROXY() });
    expect(code).toBe(1);
    expect(output).toContain('give the authority that signed it in NODE_EXTRA_CA_CERTS');
  });

  test('is not asked again after a wrong password, and the password is nowhere', async () => {
    const wrong = HTTPS_PROXY().replace('Passw0rd', 'Wr0ng');
    const { code, output, all } = await build({ ...trusting, HTTPS_PROXY: wrong });
    expect(code).toBe(1);
    expect(output).toContain('Proxy response (407)');
    expect(output).not.toMatch(/Tried \d+ times/);
    expect(all).not.toContain('proxy-Wr0ng');
  });

  test('is not asked for through a proxy that has no address', async () => {
    const { code, output } = await build({ ...trusting, HTTPS_PROXY: 'u:hush@proxy:port' });
    expect(code).toBe(1);
    expect(output).toContain('HTTPS_PROXY is "proxy:port", which is not the address of a proxy.');
    expect(output).not.toContain('hush');
  });
});
