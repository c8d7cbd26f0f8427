import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import { encodedCommand } from '../../../src/communicators/winrm/powershell.ts';
import { heard, type WindowsRig, windowsRig } from '../../communicators/winrm/rig.ts';

let rig: WindowsRig;
let comm: Communicator;

beforeAll(async () => {
  rig = await windowsRig();
  comm = await rig.connect();
});
afterAll(async () => {
  await comm.close();
  await rig[Symbol.asyncDispose]();
});

describe('cmd', () => {
  it.each<readonly [string, readonly string[], number]>([
    ['echo hello world', ['hello world'], 0],
    ['echo "a & b" & echo c', ['"a & b"', 'c'], 0],
    ['set X=1&& set X', ['X=1'], 0],
    ['hostname', ['guest'], 0],
    ['whoami', ['guest\\administrator'], 0],
    ['mkdir C:\\t1 && echo one> C:\\t1\\f.txt && type C:\\t1\\f.txt', ['one'], 0],
    ['echo two>> C:\\t1\\f.txt & type C:\\t1\\f.txt', ['one', 'two'], 0],
    ['dir /b C:\\t1', ['f.txt'], 0],
    ['del C:\\t1\\f.txt & if exist C:\\t1\\f.txt (echo still) else echo gone', ['gone'], 0],
    ['rmdir C:\\t1 && if not exist C:\\t1 echo removed', ['removed'], 0],
    ['cd C:\\Windows && cd', ['C:\\Windows'], 0],
    ['exit 12', [], 12],
    ['cmd /c exit 3 || hostname', ['guest'], 0],
    ['cmd /c "echo in quotes"', ['in quotes'], 0],
    ['echo %COMPUTERNAME% %NOT_SET%', ['GUEST %NOT_SET%'], 0],
  ])('%s', async (command, stdout, code) => {
    expect(await heard(comm, command)).toMatchObject({ stdout, code });
  });

  it('has Windows’ words for what it does not know and does not find', async () => {
    expect((await heard(comm, 'nonsense /x')).stderr).toEqual([
      "'nonsense' is not recognized as an internal or external command,",
      'operable program or batch file.',
    ]);
    expect(await heard(comm, 'type C:\\none.txt')).toMatchObject({
      code: 1,
      stderr: ['The system cannot find the file specified.'],
    });
  });
});

describe('PowerShell', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['texts', '$n=\'x\'; "$n is $($n + 1) `$n $env:COMPUTERNAME"', ['x is x1 $n GUEST']],
    ['arithmetic', '(1 + 2) * 3; 10 / 4; -2 + 1', ['9', '2.5', '-1']],
    [
      'comparisons',
      "'ABC' -eq 'abc'; 'abc' -like 'a*'; 3 -gt 5; !(1 -ge 2)",
      ['True', 'True', 'False', 'True'],
    ],
    ['lists', "$l=@(); $l+=1; $l+=2; $l.Count; $l[-1]; @('x','y') -join '/'", ['2', '2', 'x/y']],
    ['pipelines', '(1..4 | ForEach-Object { $_ * 2 } | Select-Object -First 2) -join " "', ['2 4']],
    ['if', 'if($false){1}elseif(2 -eq 2){"two"}else{3}', ['two']],
    [
      'loops',
      'for($i=0;$i -lt 5;$i++){ if($i -eq 1){continue}; if($i -eq 3){break}; $i }; $n=0; do{$n++}until($n -ge 2); $n',
      ['0', '2', '2'],
    ],
    [
      'errors that are caught',
      'try { throw "bad" } catch { "caught $($_.Exception.Message)" } finally { "last" }',
      ['caught bad', 'last'],
    ],
    ['functions', 'function Twice { $args[0] * 2 }; Twice 3', ['6']],
    ['here-strings', "$t=@'\nline 1\n$x\n'@\n$t", ['line 1', '$x']],
    [
      'files',
      "Set-Content C:/p.txt 'a','b'; Add-Content C:/p.txt 'c'; (Get-Content C:/p.txt).Count; Test-Path C:/p.txt; (Get-Item C:/p.txt).Length; Remove-Item C:/p.txt; Test-Path C:/p.txt",
      ['3', 'True', '9', 'False'],
    ],
    [
      'folders',
      "New-Item -ItemType Directory C:/q/r | Out-Null; 'x' > C:/q/r/f.txt; (Get-ChildItem C:/q -Recurse).Name; Get-Content C:/q/r/f.txt; Remove-Item -Recurse C:/q",
      ['r', 'f.txt', 'x'],
    ],
    ['programs', 'cmd /c "exit 4"; $LASTEXITCODE; $x = hostname; "on $x"', ['4', 'on guest']],
    [
      '.NET',
      "[IO.Path]::Combine('C:\\a','b'); [Convert]::ToBase64String([IO.File]::ReadAllBytes('C:\\Windows\\System32\\config\\guest.json')).Length -gt 9",
      ['C:\\a\\b', 'True'],
    ],
    ['errors that are silenced', "Get-Item C:/none -ErrorAction SilentlyContinue; 'on'", ['on']],
    [
      'what opens WinRM',
      "Set-Item WSMan:\\localhost\\Service\\AllowUnencrypted $true -Force; Enable-PSRemoting -Force; 'open'",
      ['open'],
    ],
  ])('%s', async (_, script, stdout) => {
    expect(await heard(comm, encodedCommand(script))).toMatchObject({ stderr: [], stdout });
  });

  it.each([
    ['an unknown command', 'nonsense', /The term 'nonsense' is not recognized as the name of a cmdlet/],
    [
      'an unknown parameter',
      'Get-Item -Nonsense x',
      /A parameter cannot be found that matches parameter name 'Nonsense'/,
    ],
    ['a path that is not there', 'Get-Item C:/none', /Cannot find path 'C:\\none' because it does not exist/],
    ['a script that cannot be read', 'if (1 { }', /Missing '\)'/],
    ['a method on nothing', '$nothing.Foo()', /You cannot call a method on a null-valued expression/],
  ])('refuses %s like Windows', async (_, script, message) => {
    const { stderr, code } = await heard(comm, encodedCommand(script));
    expect(stderr.join('\n')).toMatch(message);
    expect(code).toBe(1);
  });

  it.each([
    ['Get-Service winrm', 'Get-Service'],
    ['[math]::Round(2.5)', '[math]'],
    ["[IO.File]::ReadAllText('C:/x')", '[io.file]::readalltext'],
    ["'a'.PadLeft(3)", 'the method PadLeft of string'],
    ["'ab' -match 'a'", 'the operator -match'],
    ['$table = @{ a = 1 }', 'hash tables (@{...})'],
    ['& { param($name) $name } 1', 'parameters (param)'],
    ["'{0:N2}' -f 1", 'the format {0:N2}'],
  ])('says that it does not know %s, and what there is', async (script, what) => {
    const { stderr, code } = await heard(comm, encodedCommand(script));
    const text = stderr.join(' ').replace(/\s+/g, ' ');
    expect(text).toContain(`The embedded Windows guest does not know ${what}. `);
    expect(text).toContain('docs/winrm.md');
    expect(text).toContain('"use_pwsh": true');
    expect(code).toBe(1);
  });

  it('has exit codes of its own: exit, the last command, a script that throws', async () => {
    expect((await heard(comm, 'powershell -Command "exit 6"')).code).toBe(6);
    expect((await heard(comm, 'powershell -Command "nonsense; echo fine"')).code).toBe(0);
    await comm.upload({ content: 'throw "no"', mode: 0o644 }, 'C:/s.ps1', {
      signal: new AbortController().signal,
    });
    expect((await heard(comm, 'powershell -File C:/s.ps1')).code).toBe(1);
    expect((await heard(comm, 'powershell -File C:/none.ps1')).code).toBe(-196608);
  });
});

describe('power', () => {
  it('plans a restart, refuses a second one, and forgets it', async () => {
    expect((await heard(comm, 'shutdown /r /t 60')).code).toBe(0);
    expect((await heard(comm, 'shutdown /r /t 60')).code).toBe(1190);
    expect((await heard(comm, 'shutdown /a')).code).toBe(0);
    expect((await heard(comm, 'shutdown /a')).code).toBe(1116);
    expect(rig.powered).toEqual([]);
  });
});

it('keeps files, passwords and settings on its disk, for the guests of its image', async () => {
  await heard(comm, 'echo kept> C:\\kept.txt & net user builder Other-Pa55');
  const { windowsGuests } = await import('../../../src/guests/windows/windows-guest.ts');
  const factory = windowsGuests();
  const next = await factory.create(JSON.parse(JSON.stringify(await rig.guest.capture())));
  await next.boot({
    addresses: ['127.0.0.1'],
    port: 22,
    hostname: 'next',
    authorizedKeys: [],
    password: '',
    userData: undefined,
    onPower: () => undefined,
  });
  const at = next.reach?.('127.0.0.1', 5985) ?? { host: '', port: 0 };
  const own = await rig.connect({ ...at, username: 'builder', password: 'Other-Pa55' });
  expect((await heard(own, 'type C:\\kept.txt & whoami')).stdout).toEqual(['kept', 'next\\builder']);
  await own.close();
  await factory.dispose();
});
