import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/emulator.ts';
import { password, windowsRig } from '../communicators/winrm/rig.ts';
import { failedCalls } from '../emulator/calls.ts';
import { fixtureForPacker } from './fixture.ts';
import type { Template } from './for-packer.ts';
import { ownFolder } from './own-folder.ts';
import { runPacker } from './packer.ts';
import { missing, noPacker } from './program.ts';

const PYTHON = '/usr/bin/python3';
const noPywinrm = missing(PYTHON, '/usr/lib/python3/dist-packages/winrm');

/** The guest's service is held against a client that was written elsewhere: it fails where both our sides share a mistake. */
describe.skipIf(noPywinrm !== undefined)(noPywinrm ?? 'pywinrm on the emulated Windows guest', () => {
  test.each([
    ['basic', 'http', 'auto'],
    ['ntlm', 'http', 'always'],
    ['ntlm', 'https', 'auto'],
    ['basic', 'https', 'auto'],
  ])('%s over %s, message encryption %s', async (transport, scheme, encryption) => {
    await using rig = await windowsRig(
      encryption === 'always' ? { userData: '[powershell]\nwinrm quickconfig -q\n' } : {},
    );
    const { host, port } = rig.options({ https: scheme === 'https' });
    const result = await python(`
session = winrm.Session('${scheme}://${host}:${port}/wsman', auth=('Administrator', '${password}'),
    transport='${transport}', server_cert_validation='ignore', message_encryption='${encryption}')
ran = session.run_cmd('echo', ['from', 'cmd'])
script = session.run_ps("Write-Output 'from PowerShell é'; exit 5")
big = session.run_ps("$l='x'*1000; 1..2000 | ForEach-Object { $l }")
protocol = session.protocol
shell = protocol.open_shell(codepage=65001, env_vars={'OWN': 'value'}, working_directory='C:\\\\Windows')
command = protocol.run_command(shell, 'echo %OWN% & cd & echo wrong 1>&2 & exit 3')
out, err, code = protocol.get_command_output(shell, command)
protocol.cleanup_command(shell, command)
protocol.close_shell(shell)
print(json.dumps([ran.status_code, ran.std_out.decode(), script.status_code, script.std_out.decode(),
    len(big.std_out), code, out.decode(), err.decode()]))
`);
    expect(result).toEqual([
      0,
      'from cmd\r\n',
      5,
      'from PowerShell é\r\n',
      2000 * 1002,
      3,
      'value\r\nC:\\Windows\r\n',
      'wrong\r\n',
    ]);
  });

  test('a wrong password is refused in its words', async () => {
    await using rig = await windowsRig();
    const { host, port } = rig.options();
    const result = await python(`
try:
    winrm.Session('http://${host}:${port}/wsman', auth=('Administrator', 'wrong'), transport='ntlm').run_cmd('hostname')
    print(json.dumps('let in'))
except winrm.exceptions.InvalidCredentialsError as error:
    print(json.dumps(str(error)))
`);
    expect(result).toContain('the specified credentials were rejected');
  });
});

describe.skipIf(noPacker() !== undefined)(
  noPacker() ?? 'the real Packer 1.6.6 on the emulated Windows guest',
  () => {
    test.concurrent('builds the documented template, Sysprep included', () =>
      on(async (cloud) => {
        const { code, output } = await runPacker(fixtureForPacker('windows-winrm'), cloud);
        expect(output).toContain('Connected to WinRM!');
        expect(output).toContain('PerfLogs');
        expect(code, output).toBe(0);
        expect(left(cloud)).toEqual(['image', 'snapshot']);
      }));

    test.concurrent('runs every kind of Windows provisioner as this tool does', () =>
      on(async (cloud) => {
        using folder = ownFolder();
        const made = join(folder.path, 'made.txt');
        const { code, output } = await runPacker(everything(made), cloud);
        expect(code, output).toBe(0);
        for (const line of [
          'alicloud-ecs: A is it\'s "q" $x',
          'alicloud-ecs: hello from batch',
          'alicloud-ecs: enable-winrm.ps1',
          '\\administrator',
          'nt authority\\system',
          'Machine successfully restarted, moving on',
        ])
          expect(output).toContain(line);
        expect(readFileSync(made, 'utf8')).toBe('made here\r\n');
        expect(left(cloud)).toEqual(['image', 'snapshot']);
      }));

    test.concurrent('fails with the exit code of a script', () =>
      on(async (cloud) => {
        const provisioners = [{ type: 'powershell', inline: ['exit 9'] }];
        const { code, output } = await runPacker(
          { ...fixtureForPacker('windows-winrm'), provisioners },
          cloud,
        );
        expect(output).toContain('Script exited with non-zero exit status: 9');
        expect(code).toBe(1);
        expect(left(cloud)).toEqual([]);
      }));
  },
);

/** Everything that a Windows template can do, in one. */
function everything(target: string): Template {
  const elevated = { elevated_user: 'Administrator', elevated_password: '{{.WinRMPassword}}' };
  return {
    ...fixtureForPacker('windows-winrm'),
    provisioners: [
      {
        type: 'powershell',
        environment_vars: ['A=it\'s "q" $x'],
        inline: ['Write-Host "A is $env:A"', 'Set-Content C:/made.txt "made here"'],
      },
      { type: 'file', source: 'fixtures/files/', destination: 'C:/files' },
      {
        type: 'windows-shell',
        environment_vars: ['X=hello'],
        inline: ['@echo off', 'echo %X% from batch', 'dir /b C:\\files'],
      },
      { type: 'powershell', ...elevated, inline: ['whoami'] },
      { type: 'powershell', elevated_user: 'SYSTEM', elevated_password: '', inline: ['whoami'] },
      { type: 'windows-restart' },
      { type: 'file', direction: 'download', source: 'C:/made.txt', destination: target },
      {
        type: 'powershell',
        inline: ['& $env:SystemRoot\\System32\\Sysprep\\Sysprep.exe /generalize /oobe /quiet /shutdown'],
      },
    ],
  };
}

async function on(check: (cloud: Emulator) => Promise<void>): Promise<void> {
  await using cloud = await startEmulator({ latency: 'fast' });
  await check(cloud);
  const bugs = failedCalls(cloud.record).filter(({ code }) => code !== 'DependencyViolation');
  expect(bugs.map(({ action, code }) => `${action} ${code}`)).toEqual([]);
}

function left(cloud: Emulator): readonly string[] {
  return cloud
    .leftovers()
    .map(({ noun }) => noun)
    .sort();
}

/** NTLM needs MD4, which OpenSSL has in a provider that must be asked for. */
const legacy = `openssl_conf = start
[start]
providers = both
[both]
default = on
legacy = on
[on]
activate = 1
`;

/** Runs a script of Python that prints one line of JSON. */
async function python(script: string): Promise<unknown> {
  using folder = ownFolder({ 'openssl.cnf': legacy });
  const env = { PATH: process.env['PATH'] ?? '', OPENSSL_CONF: join(folder.path, 'openssl.cnf') };
  const child = spawn(PYTHON, ['-W', 'ignore', '-c', `import json, winrm\n${script}`], { env });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
