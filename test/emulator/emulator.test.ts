import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import { startEmulator } from '../../src/emulator/emulator.ts';
import type { Got, Params, V1Options } from './raw-client.ts';
import { callV1 } from './raw-client.ts';

const key = { accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' };
const quick: EmulatorOptions = {
  guests: 'none',
  accounts: [{ ...key, accountId: '1000000000000001', user: 'emulator' }],
};

const call = (
  emulator: { url: string },
  action: string,
  params: Params = {},
  options: V1Options = {},
): Promise<Got> => callV1(emulator.url, action, params, { key, ...options });

describe('an emulator', () => {
  test('tells where it is and how to sign, and serves a whole cloud', async () => {
    await using emulator = await startEmulator(quick);
    expect(emulator.url).toBe(`http://${emulator.host}`);
    expect(emulator.host).toBe(`127.0.0.1:${emulator.port}`);
    await using other = await startEmulator({ guests: 'none' });
    expect(other.accessKeyId).not.toBe(emulator.accessKeyId);
    expect(other.accessKeySecret).not.toBe(emulator.accessKeySecret);
    const got = await call(emulator, 'GetCallerIdentity', {}, { common: { Version: '2015-04-01' } });
    expect(got.json.AccountId).toBe(emulator.accountId);
    expect(emulator.record).toMatchObject([{ product: 'Sts', action: 'GetCallerIdentity', status: 200 }]);
    expect((await call(emulator, 'DescribeRegions')).json.Regions.Region.length).toBeGreaterThan(5);
  });

  test('tells what is left in it', async () => {
    await using emulator = await startEmulator(quick);
    expect(emulator.leftovers()).toEqual([]);
    const { json } = await call(emulator, 'CreateVpc', { VpcName: 'left' });
    await call(emulator, 'CreateKeyPair', { KeyPairName: 'pair' });
    expect(emulator.leftovers()).toMatchObject([
      { noun: 'key pair', region: 'cn-beijing', id: 'pair' },
      { noun: 'VPC', region: 'cn-beijing', id: json.VpcId },
    ]);
    await call(emulator, 'DeleteVpc', { VpcId: json.VpcId });
    expect(emulator.leftovers()).toMatchObject([{ noun: 'key pair' }]);
  });

  test('takes unsigned calls where it is told to', async () => {
    await using emulator = await startEmulator({ ...quick, requireSignature: false });
    const url = `${emulator.url}/?Action=DescribeRegions&Version=2014-05-26&Format=JSON`;
    expect((await fetch(url)).status).toBe(200);
  });

  test('has the accounts it is given', async () => {
    const mine = { accessKeyId: 'mine', accessKeySecret: 'secret', accountId: '5555555555555555' };
    await using emulator = await startEmulator({ ...quick, accounts: [mine] });
    expect((await call(emulator, 'DescribeRegions', {}, { key: mine })).status).toBe(200);
    expect((await call(emulator, 'DescribeRegions')).json.Code).toBe('InvalidAccessKeyId.NotFound');
    expect(emulator.accountId).toBe('5555555555555555');
  });

  test('knows its faults and latencies from the start', async () => {
    const options = { ...quick, throttle: { actions: { DescribeZones: 1 } }, latency: { apiCall: 40 } };
    await using emulator = await startEmulator({
      ...options,
      faults: [{ action: 'DescribeRegions', code: 'X' }],
    });
    const began = performance.now();
    expect((await call(emulator, 'DescribeRegions')).json.Code).toBe('X');
    expect(performance.now() - began).toBeGreaterThanOrEqual(19);
  });

  test.each([
    ['instant', '0.01'],
    ['realistic*0.1', '0.1'],
    ['realistic', '1'],
    ['realistic*3', '1'],
  ])('tells clients how fast it goes: %s is %s of the real time', async (latency, pace) => {
    await using emulator = await startEmulator({ guests: 'none', latency });
    const { headers } = await fetch(`${emulator.url}/latest/meta-data/eipv4`);
    expect(headers.get('x-ecs-imagebuild-pace')).toBe(pace);
  });

  test('listens on loopback alone', async () => {
    await using emulator = await startEmulator(quick);
    const elsewhere = createServer().listen(emulator.port, '127.0.0.2');
    await once(elsewhere, 'listening');
    elsewhere.close();
  });
});

describe('closing', () => {
  test('ends calls under way, may be asked twice, and frees the port', async () => {
    const emulator = await startEmulator({ ...quick, latency: { apiCall: 60_000 } });
    const slow = call(emulator, 'DescribeRegions');
    const ended = expect(slow).rejects.toThrow('fetch failed');
    await Promise.all([emulator.close(), emulator.close()]);
    await ended;
    const next = await startEmulator({ ...quick, port: emulator.port });
    await next.close();
  });

  test('lets the process end', async () => {
    const module = new URL('../../src/emulator/emulator.ts', import.meta.url).pathname;
    const script = `
      import { startEmulator } from ${JSON.stringify(module)};
      const emulator = await startEmulator({ guests: 'none', latency: 'realistic' });
      await fetch(emulator.url);
      await emulator.close();
      process.stdout.write('closed');`;
    const child = spawn(process.execPath, ['--input-type=module', '-']);
    child.stdin.end(await compiled(script));
    const [output] = await Promise.all([once(child.stdout, 'data'), once(child, 'exit')]);
    expect(String(output)).toBe('closed');
  });
});

describe('a state folder', () => {
  let stateFolder: string;

  beforeEach(async () => {
    stateFolder = await mkdtemp(join(tmpdir(), 'emulator-'));
  });

  afterEach(() => rm(stateFolder, { recursive: true, force: true }));

  test('carries resources, tokens and sessions over to the next run', async () => {
    const role = { RoleArn: 'acs:ram::1000000000000001:role/r', RoleSessionName: 'session' };
    const first = await startEmulator({ ...quick, stateFolder });
    const made = await call(first, 'CreateVpc', { ClientToken: 'token' });
    const assumed = await call(first, 'AssumeRole', role, { common: { Version: '2015-04-01' } });
    await first.close();
    await using second = await startEmulator({ ...quick, stateFolder });
    const session = {
      accessKeyId: assumed.json.Credentials.AccessKeyId,
      accessKeySecret: assumed.json.Credentials.AccessKeySecret,
    };
    const common = { SecurityToken: assumed.json.Credentials.SecurityToken };
    const listed = await call(second, 'DescribeVpcs', {}, { key: session, common });
    expect(listed.json.Vpcs.Vpc[0].VpcId).toBe(made.json.VpcId);
    const again = await call(second, 'CreateVpc', { ClientToken: 'token' });
    expect(again.json.VpcId).toBe(made.json.VpcId);
    expect(second.leftovers()).toHaveLength(1);
  });

  test('is free again after a start that failed', async () => {
    const bad = startEmulator({ ...quick, stateFolder, faults: [{ action: 'Nothing', code: 'X' }] });
    await expect(bad).rejects.toMatchObject({ code: 'emulator-invalid' });
    await using busy = await startEmulator(quick);
    const taken = startEmulator({ ...quick, stateFolder, port: busy.port });
    await expect(taken).rejects.toMatchObject({
      message: expect.stringContaining(`cannot listen on 127.0.0.1:${busy.port}`),
    });
    await (await startEmulator({ ...quick, stateFolder })).close();
  });
});

test.each([
  [{ accounts: [] }, 'Account 1 of the emulator: there must be at least one.'],
  [
    { accounts: [{ ...key, accountId: '12' }] },
    'Account 1 of the emulator: the accountId must have 16 digits.',
  ],
  [{ latency: 'slow' }, /slow/],
  [{ faults: 'none' }, 'Faults: faults must be a list of rules.'],
])('the options %j are refused', async (options, message) => {
  await expect(startEmulator({ ...quick, ...options })).rejects.toThrow(message);
});

/** One plain JavaScript text that a bare Node runs. */
async function compiled(script: string): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    external: ['./guests/*'],
    stdin: { contents: script, resolveDir: process.cwd(), loader: 'ts' },
    ...({
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      write: false,
      target: 'node20',
    } as const),
  });
  return outputFiles[0]?.text ?? '';
}
