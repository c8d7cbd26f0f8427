import { expect, test } from 'vitest';
import { elevatedScript } from '../../../src/provisioners/windows/elevated-script.ts';

const task = {
  task: 'packer-1',
  path: 'C:/Windows/Temp/me.ps1',
  command: `puppet apply --modulepath='x y' "a & b"`,
};

test('user, password and command stand where nothing of them means anything', () => {
  const script = elevatedScript({ ...task, user: "O'Neil", password: `a'; Remove-Item C:\\ "$x" \`` });
  expect(script).toContain(`6, 'O''Neil', 'a''; Remove-Item C:\\ "$x" \`', 1, $null)`);
  expect(script).toContain(
    `puppet apply --modulepath='x y' &quot;a &amp; b&quot; &gt; %SYSTEMROOT%\\Temp\\packer-1.out`,
  );
});

test('a service account logs in without a password', () => {
  expect(elevatedScript({ ...task, user: 'SYSTEM', password: '' })).toContain(
    `6, 'SYSTEM', $null, 5, $null)`,
  );
});

test('the script, which holds the password, goes first; it ends with the result of the task', () => {
  const lines = elevatedScript({ ...task, user: 'u', password: 'p' })
    .trimEnd()
    .split('\n');
  expect(lines[0]).toBe(`Remove-Item -LiteralPath 'C:/Windows/Temp/me.ps1' -Force`);
  expect(lines.slice(-2)).toEqual([`$folder.DeleteTask('packer-1', 0)`, 'exit $result']);
});
