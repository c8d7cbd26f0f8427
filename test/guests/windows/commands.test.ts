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
    ['echo two>> C:\\t1\\f.txt & type C:\\t1\\f.txt | find "two"', ['two'], 0],
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
    ['formats', "'{0:D3}|{1,-4}|{2:X2}' -f 7,'ab',255", ['007|ab  |FF']],
    ['arithmetic', '(1 + 2) * 3; 7 % 4; 10 / 4', ['9', '3', '2.5']],
    [
      'comparisons',
      "'ABC' -eq 'abc'; 'abc' -like 'a*'; 3 -gt 5; @(1,2) -contains 2",
      ['True', 'True', 'False', 'True'],
    ],
    ['matches', "if('build 42' -match '(\\d+)'){ $matches[1] }", ['42']],
    [
      'replacing',
      "'a-b-c' -replace '-','+'; ('a,b' -split ',')[1]; @('x','y') -join '/'",
      ['a+b+c', 'b', 'x/y'],
    ],
    [
      'lists',
      '$l=@(); $l+=1; $l+=2; $l.Count; $l[-1]; (1..3 | ForEach-Object { $_ * 2 }) -join " "',
      ['2', '2', '2 4 6'],
    ],
    ['hash tables', "$h=@{A=1; 'b c'=2}; $h.a; $h['b c']; $h.ContainsKey('z')", ['1', '2', 'False']],
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
    ['functions', 'function Add($a,$b=5){ $a+$b }; Add 1; Add -a 1 -b 1', ['6', '2']],
    [
      'pipelines',
      "@('b','a','c') | Sort-Object | Select-Object -First 2 | Where-Object { $_ -ne 'a' }",
      ['b'],
    ],
    ['here-strings', "$t=@'\nline 1\n$x\n'@\n$t", ['line 1', '$x']],
    [
      'objects',
      "$o=[pscustomobject]@{Name='n';Size=3}; $o.Size; ($o | ConvertTo-Json -Compress)",
      ['3', '{"Name":"n","Size":3}'],
    ],
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
      "[IO.Path]::Combine('C:\\a','b'); [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('hi')); [string]::IsNullOrEmpty('')",
      ['C:\\a\\b', 'aGk=', 'True'],
    ],
    ['errors that are silenced', "Get-Item C:/none -ErrorAction SilentlyContinue; 'on'", ['on']],
  ])('%s', async (_, script, stdout) => {
    expect(await heard(comm, encodedCommand(script))).toMatchObject({ stderr: [], stdout });
  });

  it.each([
    ['an unknown command', 'nonsense', /The term 'nonsense' is not recognized as the name of a cmdlet/],
    ['an unknown type', '[No.Such]::Thing()', /Unable to find type \[no\.such\]/],
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
