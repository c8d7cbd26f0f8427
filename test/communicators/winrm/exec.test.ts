import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import { encodedCommand } from '../../../src/communicators/winrm/powershell.ts';
import { heard, type WindowsRig, windowsRig } from './rig.ts';

let rig: WindowsRig;
let comm: Communicator;
const never = new AbortController().signal;

beforeAll(async () => {
  rig = await windowsRig();
  comm = await rig.connect();
});
afterAll(async () => {
  await comm.close();
  await rig[Symbol.asyncDispose]();
});

describe.each([
  ['Basic over HTTP', { https: false, ntlm: false }],
  ['NTLM with encryption over HTTP', { https: false, ntlm: true }],
  ['Basic over HTTPS', { https: true, ntlm: false }],
  ['NTLM over HTTPS', { https: true, ntlm: true }],
])('%s', (_, change) => {
  it('gives both streams and the exit code', async () => {
    const own = await rig.connect(change);
    const script = "Write-Output 'é 中文'; [Console]::Error.WriteLine('went wrong'); exit 7";
    const result = await heard(own, `powershell -Command "${script}"`);
    expect(result).toEqual({ code: 7, stdout: ['é 中文'], stderr: ['went wrong'] });
    await own.close();
  });
});

it('reads errors that PowerShell writes as XML', async () => {
  const { stderr, code } = await heard(comm, encodedCommand("Write-Error 'a < b & c'; exit 3"));
  expect(code).toBe(3);
  expect(stderr[0]).toContain('a < b & c');
  expect(stderr.join('\n')).not.toMatch(/CLIXML|<S |_x000/);
});

it('asks again when the guest was silent for the time of one request', async () => {
  const patient = await rig.connect({ operationTimeout: 100 });
  const result = await heard(
    patient,
    'powershell -Command "Start-Sleep -Milliseconds 450; echo late; exit 4"',
  );
  expect(result).toMatchObject({ code: 4, stdout: ['late'] });
  await patient.close();
});

it('ends the command on the guest when it is cancelled', async () => {
  const cancel = new AbortController();
  const script = 'echo begun; while($true){ $i++; Set-Content C:/count.txt $i; Start-Sleep -Milliseconds 5 }';
  const running = comm.exec(`powershell -Command "${script}"`, {
    signal: cancel.signal,
    onLine: () => cancel.abort(),
  });
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  const before = await rig.file('C:\\count.txt');
  for (let turn = 0; turn < 3; turn += 1) await heard(comm, 'echo still there');
  expect(await rig.file('C:\\count.txt')).toBe(before);
});

it('streams 100 MB in flat memory, and cuts no character', async () => {
  const script = "$l='aé中😀'*8192; for($i=0;$i -lt 1281;$i++){ [Console]::Out.WriteLine($l) }";
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const memory = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const start = memory();
  const seen = { bytes: 0, broken: 0, most: 0 };
  const { code } = await comm.exec(`powershell -Command "${script}"`, {
    signal: never,
    onLine(_, line) {
      seen.bytes += Buffer.byteLength(line);
      if (line.includes('\uFFFD')) seen.broken += 1;
      if (seen.bytes % (64 * 81_920) === 0) seen.most = Math.max(seen.most, memory() - start);
    },
  });
  expect({ code, bytes: seen.bytes, broken: seen.broken }).toEqual({
    code: 0,
    bytes: 1281 * 8192 * 10,
    broken: 0,
  });
  expect(seen.most).toBeGreaterThan(0);
  expect(seen.most).toBeLessThan(32 * 2 ** 20);
}, 120_000);

it('says why nothing more came when the guest goes away', async () => {
  const lonely = await windowsRig();
  const own = await lonely.connect();
  const result = await own.exec('echo begun & ping -n 60 127.0.0.1 >nul', {
    signal: never,
    onLine: () => void lonely.guest.halt(),
  });
  expect(result).toMatchObject({ code: undefined, reason: expect.stringMatching(/closed|refused/) });
  await expect(own.exec('echo again', { signal: never })).rejects.toMatchObject({ code: 'connection-lost' });
  await own.close();
  await lonely[Symbol.asyncDispose]();
});
