import { expect, test } from 'vitest';
import { elevatedScript } from '../../../src/provisioners/windows/elevated-script.ts';

const task = {
  ...{ task: 'packer-1', path: 'C:/Windows/Temp/me.ps1', log: '%SYSTEMROOT%/Temp/packer-1.out' },
  command: `puppet apply --modulepath='x y' > %SYSTEMROOT%/Temp/packer-1.out 2>&1`,
};

test('user, password and command stand in literals that nothing can break out of', () => {
  const script = elevatedScript({ ...task, user: "O'Neil", password: `a'; Remove-Item C:\\ "$x" \`` });
  expect(script).toContain(`$logon = @('O''Neil', 'a''; Remove-Item C:\\ "$x" \`', 1)`);
  expect(script).toContain(
    `$action.Arguments = '/c puppet apply --modulepath=''x y'' > %SYSTEMROOT%/Temp/packer-1.out 2>&1'`,
  );
});

test('a service account logs in without a password', () => {
  expect(elevatedScript({ ...task, user: 'SYSTEM', password: '' })).toContain(`@('SYSTEM', $null, 5)`);
});

test('the script ends with the result of the task, and leaves neither task nor files', () => {
  const lines = elevatedScript({ ...task, user: 'u', password: 'p' })
    .trimEnd()
    .split('\r\n');
  expect(lines.slice(-3)).toEqual([
    '$folder.DeleteTask($name, 0)',
    `Remove-Item $log, 'C:/Windows/Temp/me.ps1' -Force -ErrorAction SilentlyContinue`,
    'exit $result',
  ]);
});
