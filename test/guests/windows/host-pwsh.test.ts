import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import { hostPwsh } from '../../../src/guests/windows/host-pwsh.ts';
import { windowsGuests } from '../../../src/guests/windows/windows-guest.ts';
import { defaultCommand } from '../../../src/provisioners/powershell/powershell.ts';
import { heard, type WindowsRig, windowsRig } from '../../communicators/winrm/rig.ts';
import { noSandboxHere } from '../rig.ts';

/** Stands where PowerShell 7 would: it says how it was started, and does what the first word of its command says. */
const standIn = `#!/bin/bash
for word; do echo "argument $word"; done
echo "user $USERNAME"
grep -q 'New-PSDrive -Name C .*-Root /mnt/c ' ~/.config/powershell/profile.ps1 && echo 'drive C'
sed -n "s/Set-Location -LiteralPath/in/p" ~/.config/powershell/profile.ps1
case "\${!#}" in
  change) cat /mnt/c/work/kept.txt; echo new > /mnt/c/work/new.txt; rm -r /mnt/c/work/old; ln -s /etc/passwd /mnt/c/work/link ;;
  fail) echo broken >&2; exit 7 ;;
  host) ls -d '${tmpdir()}'/host-file-* 2>/dev/null | wc -l; grep -vc -e lo: -e Inter -e face /proc/net/dev ;;
  wait) echo waiting; exec sleep 1000 ;;
  read) while read -r line; do echo "read $line"; done ;;
esac
`;

const missing = noSandboxHere();

describe.skipIf(missing !== undefined)(
  `PowerShell 7 of the host in a Windows guest${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'host-pwsh-'));
    const path = process.env['PATH'];
    let rig: WindowsRig;
    let comm: Communicator;

    beforeAll(async () => {
      writeFileSync(join(folder, 'pwsh'), standIn);
      chmodSync(join(folder, 'pwsh'), 0o755);
      process.env['PATH'] = `${folder}:${path}`;
      rig = await windowsRig({ factory: windowsGuests(hostPwsh()) });
      comm = await rig.connect();
      await heard(comm, 'mkdir C:\\work\\old & echo kept> C:\\work\\kept.txt & echo x> C:\\work\\old\\x.txt');
    });

    afterAll(async () => {
      process.env['PATH'] = path;
      await comm?.close();
      await rig?.[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    });

    it('gets its command, the user, the folder and the drive', async () => {
      const { stdout } = await heard(comm, 'cd C:\\work && pwsh -NoProf -Command "& { nothing }"');
      expect(stdout).toEqual([
        'argument -Command',
        'argument & { nothing }',
        'user Administrator',
        'drive C',
        "in 'C:\\work'",
      ]);
    });

    it('is given script files by the names that it can open', async () => {
      const { stdout } = await heard(comm, 'pwsh -File C:\\work\\a.ps1 word');
      expect(stdout.slice(0, 3)).toEqual(['argument -File', 'argument /mnt/c/work/a.ps1', 'argument word']);
    });

    it('changes the files of the guest, without links', async () => {
      const { stdout, code } = await heard(comm, 'pwsh -Command change');
      expect([stdout.at(-1), code]).toEqual(['kept', 0]);
      expect(await rig.file('C:\\work\\new.txt')).toBe('new\n');
      expect(await rig.file('C:\\work\\old\\x.txt')).toBeUndefined();
      expect((await heard(comm, 'dir /b C:\\work')).stdout).toEqual(['kept.txt', 'new.txt']);
    });

    it('ends with its own code and errors', async () => {
      expect(await heard(comm, 'pwsh -Command fail')).toMatchObject({ code: 7, stderr: ['broken'] });
    });

    it('reads what a pipe gives it', async () => {
      expect((await heard(comm, 'echo one| pwsh -Command read')).stdout.at(-1)).toBe('read one');
    });

    it('sees nothing of the host but programs', async () => {
      const file = join(tmpdir(), `host-file-${process.pid}`);
      writeFileSync(file, '');
      const { stdout } = await heard(comm, 'pwsh -Command host');
      rmSync(file);
      expect(stdout.slice(-2)).toEqual(['0', '0']);
    });

    it('is ended with the command', async () => {
      const stopper = new AbortController();
      const running = comm.exec('pwsh -Command wait', {
        signal: stopper.signal,
        onLine: (_, line) => line === 'waiting' && stopper.abort(),
      });
      await expect(running).rejects.toThrow();
      expect(await heard(comm, 'pwsh -Command fail')).toMatchObject({ code: 7 });
    });

    it('is what `use_pwsh` runs scripts with', async () => {
      const command = defaultCommand({ execution_policy: 'bypass', debug_mode: 0, use_pwsh: true });
      const { stdout } = await heard(comm, command);
      expect(stdout.slice(0, 3)).toEqual([
        'argument -executionpolicy',
        'argument bypass',
        'argument -command',
      ]);
      expect(stdout[3]).toMatch(/^argument & \{ .*exit \$LastExitCode \}$/);
    });

    it('is not there where guests run no programs of the host', async () => {
      await using plain = await windowsRig();
      const other = await plain.connect();
      expect((await heard(other, 'pwsh -Command fail')).stderr[0]).toBe(
        "'pwsh' is not recognized as an internal or external command,",
      );
      await other.close();
    });
  },
);
