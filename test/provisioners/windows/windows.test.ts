import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import { password, type WindowsRig, windowsRig } from '../../communicators/winrm/rig.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { provision, type Rig, rig } from '../rig.ts';

let windows: WindowsRig;
let comm: Communicator;

beforeAll(async () => {
  windows = await windowsRig();
  comm = await windows.connect();
});
afterAll(async () => {
  await comm.close();
  await windows[Symbol.asyncDispose]();
});

async function run(type: string, config: Parameters<typeof provision>[1]): Promise<Rig> {
  const own = rig(comm);
  await provision(type, config, own);
  return own;
}

/** Our own files that are still on the guest. */
async function left(): Promise<readonly string[]> {
  const { files } = await windows.guest.capture();
  return Object.keys(files).filter((path) => /\\(script-|packer-)/.test(path));
}

describe('powershell', () => {
  it('runs inline commands with variables, whatever is in their values', async () => {
    const { lines } = await run('powershell', {
      environment_vars: ['QUOTES=it\'s "so" $home `t'],
      env: { MORE: 'x=y' },
      inline: [
        'Write-Host "$env:QUOTES|$env:MORE"',
        'Write-Output "$env:PACKER_BUILD_NAME $env:PACKER_BUILDER_TYPE"',
      ],
    });
    expect(lines[0]).toBe('say: Provisioning with Powershell...');
    expect(lines[1]).toMatch(/^say: Provisioning with powershell script: .*powershell-provisioner\d+$/);
    expect(lines.slice(2)).toEqual(['stdout: it\'s "so" $home `t|x=y', 'stdout: null null']);
    expect(await left()).toEqual([]);
  });

  it('runs files in order and leaves them when told so', async () => {
    const folder = temporaryFolder('scripts');
    writeFileSync(join(folder, 'a.ps1'), 'Set-Content C:/order.txt a');
    writeFileSync(join(folder, 'b.ps1'), 'Add-Content C:/order.txt b');
    await run('powershell', {
      scripts: [join(folder, 'a.ps1'), join(folder, 'b.ps1')],
      remote_path: 'C:\\Windows\\Temp\\',
      skip_clean: true,
    });
    expect(await windows.file('C:\\order.txt')).toBe('a\r\nb\r\n');
    expect(await windows.file('C:\\Windows\\Temp\\b.ps1')).toContain('Add-Content');
    for (const path of await left()) await comm.exec(`del ${path}`, { signal: new AbortController().signal });
  });

  it('fails with the exit code of the script, and takes those that the template allows', async () => {
    await expect(run('powershell', { inline: ['exit 3'] })).rejects.toMatchObject({
      code: 'script-failed',
      message: 'Script exited with non-zero exit status: 3.Allowed exit codes are: [0]',
    });
    await run('powershell', { inline: ['exit 3'], valid_exit_codes: [0, 3] });
  });

  it('goes on after an unknown command, which is an error like Windows has it', async () => {
    const { lines } = await run('powershell', { inline: ['no-such-thing', 'Write-Host after'] });
    expect(lines.find((line) => line.startsWith('stderr: '))).toContain(
      "The term 'no-such-thing' is not recognized",
    );
    expect(lines).toContain('stdout: after');
  });

  it('runs elevated as another user and as SYSTEM, and gives output and exit code', async () => {
    const before = await left();
    const user = await run('powershell', {
      elevated_user: 'Administrator',
      elevated_password: password,
      inline: ['whoami', 'Write-Output "variable $env:PACKER_BUILD_NAME"'],
    });
    expect(user.lines.slice(2)).toEqual(['stdout: guest\\administrator', 'stdout: variable null']);
    const system = await run('powershell', {
      elevated_user: 'SYSTEM',
      elevated_password: '',
      inline: ['whoami', 'exit 5'],
      valid_exit_codes: [5],
    });
    expect(system.lines.slice(2)).toEqual(['stdout: nt authority\\system']);
    expect(await left()).toEqual(before);
  });

  it('tells that the elevated user is not let in, without the password', async () => {
    const own = rig(comm);
    const config = { elevated_user: 'Administrator', elevated_password: 'Guessed-Pa55', inline: ['whoami'] };
    await expect(provision('powershell', config, own)).rejects.toMatchObject({ code: 'script-failed' });
    expect(own.lines.join('\n')).toContain('The user name or password is incorrect');
    expect(own.lines.join('\n')).not.toContain('Guessed-Pa55');
  });

  it('ends also the task of an elevated script when it is cancelled', async () => {
    const cancel = new AbortController();
    const own = rig(comm, cancel.signal);
    const scope = { ...own.scope, output: () => cancel.abort() };
    const loop = 'while($true){ $i++; Set-Content C:/elevated.txt $i; Start-Sleep -Milliseconds 5 }';
    const config = { elevated_user: 'SYSTEM', inline: ['Write-Host begun', loop] };
    await expect(provision('powershell', config, { ...own, scope })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const before = await windows.file('C:\\elevated.txt');
    for (let turn = 0; turn < 3; turn += 1) await run('windows-shell', { inline: ['echo still there'] });
    expect(await windows.file('C:\\elevated.txt')).toBe(before);
  });

  it('repeats what a script said last when the guest went away', async () => {
    const lonely = await windowsRig();
    const own = await lonely.connect();
    const there = rig(own);
    const scope = {
      ...there.scope,
      output: (_: string, line: string) => void (line === 'step 2' && lonely.guest.halt()),
    };
    const config = { inline: ['Write-Host "step 1"', 'Write-Host "step 2"', 'Start-Sleep 60'] };
    await expect(provision('powershell', config, { ...there, scope })).rejects.toMatchObject({
      code: 'script-failed',
      message: expect.stringMatching(
        /^Script disconnected unexpectedly: .*Its last output: step 1 \/ step 2$/,
      ),
    });
    await own.close();
    await lonely[Symbol.asyncDispose]();
  });
});

describe('windows-shell', () => {
  it('runs a batch file with variables', async () => {
    const { lines } = await run('windows-shell', {
      environment_vars: ['GREETING=hello there'],
      inline: [
        '@echo off',
        'echo %GREETING%',
        'if not exist C:\\nowhere (',
        'echo missing',
        ')',
        'goto :last',
        'echo no',
        ':last',
        'echo end',
      ],
    });
    expect(lines[0]).toBe('say: Provisioning with windows-shell...');
    expect(lines.slice(2)).toEqual(['stdout: hello there', 'stdout: missing', 'stdout: end']);
  });

  it('fails with the exit code of the batch file', async () => {
    await expect(run('windows-shell', { inline: ['exit /b 9'] })).rejects.toMatchObject({
      message: 'Script exited with non-zero exit status: 9.Allowed exit codes are: [0]',
    });
  });
});

describe('windows-restart', () => {
  it('goes on when the guest is back, on the same files', async () => {
    await run('powershell', { inline: ['Set-Content C:/kept.txt kept'] });
    const before = windows.powered.length;
    const { lines } = await run('windows-restart', {});
    expect(lines[0]).toBe('say: Restarting Machine');
    expect(lines).toContain('say: Waiting for machine to restart...');
    expect(lines).toContain('stdout: guest restarted.');
    expect(lines.at(-1)).toBe('say: Machine successfully restarted, moving on');
    expect(windows.powered.slice(before)).toEqual(['reboot']);
    expect((await run('powershell', { inline: ['Get-Content C:/kept.txt'] })).lines).toContain(
      'stdout: kept',
    );
  });

  it('waits for a check of the template and for the registry', async () => {
    await run('powershell', { inline: ['New-Item -Path HKLM:\\SOFTWARE\\Pending -Force | Out-Null'] });
    const waiting = run('windows-restart', {
      restart_command: 'echo no restart',
      restart_check_command: 'echo checked',
      check_registry: true,
      registry_keys: ['HKLM:SOFTWARE\\Pending'],
      restart_timeout: '900ms',
    });
    await expect(waiting).rejects.toMatchObject({
      code: 'wait-timeout',
      message: 'Timeout waiting for machine to restart.',
      hint: expect.stringContaining('a restart is still pending: HKLM:SOFTWARE\\Pending'),
    });
    await run('powershell', { inline: ['Remove-Item -Path HKLM:\\SOFTWARE\\Pending'] });
    const { lines } = await run('windows-restart', {
      restart_command: 'echo no restart',
      restart_check_command: 'echo checked',
      check_registry: true,
      registry_keys: ['HKLM:SOFTWARE\\Pending'],
    });
    expect(lines).toContain('stdout: checked');
  });

  it('fails when the command that restarts fails', async () => {
    await expect(run('windows-restart', { restart_command: 'exit 5' })).rejects.toMatchObject({
      message: 'Restart script exited with non-zero exit status: 5',
    });
  });
});
