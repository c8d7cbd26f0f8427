import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryGuests } from '../../src/guests/linux/memory-guest.ts';
import { type Rig, startGuest } from './rig.ts';

const factory = memoryGuests();
let rig: Rig;

beforeAll(async () => {
  rig = await startGuest(factory);
});

afterAll(async () => {
  await rig.dispose();
  await factory.dispose();
});

/** Puts a script there as Packer does and runs it with its default execute_command. */
async function provision(script: string, variables = '') {
  await rig.exec('cat > /tmp/script_1.sh', script);
  await rig.text('chmod 0755 /tmp/script_1.sh');
  const { code, stdout, stderr } = await rig.exec(`chmod +x /tmp/script_1.sh; ${variables} /tmp/script_1.sh`);
  return { code, out: stdout.toString(), stderr };
}

describe('scripts started by path', () => {
  it('stop at the first failing command when their first line says -e', async () => {
    const result = await provision('#!/bin/sh -e\necho a\nfalse\necho b\n');
    expect(result).toMatchObject({ code: 1, out: 'a\n' });
  });

  it('keep the status of what failed', async () => {
    expect((await provision('#!/bin/sh -e\n(exit 9)\necho no\n')).code).toBe(9);
    expect((await provision('#!/bin/sh\n(exit 9)\necho yes\n')).code).toBe(0);
  });

  it('obey -eux in the first line', async () => {
    const result = await provision('#!/bin/bash -eux\ntrap : EXIT\necho hi\necho ${nope}\necho never\n');
    expect(result.code).not.toBe(0);
    expect(result.out).toBe('hi\n');
    expect(result.stderr).toContain('+ trap : EXIT\n+ echo hi\n');
    expect(result.stderr).toContain('nope: unbound variable');
    expect(result.stderr).not.toContain('__');
  });

  it('get the variables in front of them, quotes and all', async () => {
    const result = await provision('#!/bin/sh -e\necho "$A|$B"\n', `A='it'"'"'s' B='b c'`);
    expect(result.out).toBe("it's|b c\n");
  });

  it('need the right to be executed', async () => {
    await rig.text("printf '#!/bin/sh\\necho ran\\n' > /tmp/plain.sh; chmod 644 /tmp/plain.sh");
    expect(await rig.exec('/tmp/plain.sh')).toMatchObject({
      code: 126,
      stderr: 'sh: /tmp/plain.sh: Permission denied\n',
    });
    expect(await rig.exec('/tmp/nosuch.sh')).toMatchObject({ code: 127 });
    expect(await rig.text('ls -l /tmp/plain.sh')).toMatch(/^-rw-r--r-- 1 root root/);
    expect(await rig.text('sh /tmp/plain.sh')).toBe('ran\n');
  });

  it('name an interpreter that is not there', async () => {
    const result = await provision('#!/usr/bin/python3\nprint(1)\n');
    expect(result).toMatchObject({ code: 126 });
    expect(result.stderr).toContain('/usr/bin/python3: bad interpreter');
  });

  it('can be piped, captured and started from variables', async () => {
    await provision('#!/bin/sh -e\necho a\nfalse\necho b\n');
    expect(
      await rig.text(
        '/tmp/script_1.sh | tr a z; x=$(/tmp/script_1.sh); echo "[$x]"; d=/tmp; $d/script_1.sh || true',
      ),
    ).toBe('z\n[a]\na\n');
  });
});

describe('the shell', () => {
  it.each([
    [
      'an EXIT trap with the last variables',
      "trap 'echo bye $X' EXIT; X=5; echo hi; exit 7",
      'hi\nbye 5\n',
      7,
    ],
    [
      'an EXIT trap after set -e',
      'f() { echo clean $X; }; trap f EXIT; X=9; set -e; false; echo no',
      'clean 9\n',
      1,
    ],
    ['an EXIT trap that exits itself', "trap 'exit 8' EXIT; exit 1", '', 8],
    ['exec of a program', 'exec echo replaced; echo no', 'replaced\n', 0],
    ['background jobs', 'sleep 600 & kill $!; wait; echo done', 'done\n', 0],
    [
      'waiting for jobs',
      'for i in 1 2; do (echo $i > /tmp/j$i) & done; wait; cat /tmp/j1 /tmp/j2',
      '1\n2\n',
      0,
    ],
    ['scripts on input', "echo 'echo $1' | bash -s arg", 'arg\n', 0],
    ['sh -ec', "sh -ec 'echo a; false; echo b'", 'a\n', 1],
    ['umask', 'umask 077; echo x > /tmp/um; ls -l /tmp/um | cut -c1-10', '-rw-------\n', 0],
    ['pipefail', 'set -o pipefail; false | cat', '', 1],
    ['here documents', "cat <<'X'\n  a $b\nX", '  a $b\n', 0],
    ['a program that is missing', 'nosuch', '', 127],
    ['UTF-8', 'x=$(echo é); echo "$x" | wc -c', '3\n', 0],
    ['redirected groups', '{ echo a; echo b >&2; } 2>&1 | sort', 'a\nb\n', 0],
    ['redirecting itself', 'exec >/tmp/own.log 2>&1; echo kept', '', 0],
  ])('does %s', async (_name, command, stdout, code) => {
    const result = await rig.exec(command);
    expect(result.stdout.toString()).toBe(stdout);
    expect(result.code).toBe(code);
  });

  it('keeps what a script redirected to a file', async () => {
    await rig.exec('exec >/tmp/own2.log 2>&1; echo kept');
    expect(await rig.text('cat /tmp/own2.log')).toBe('kept\n');
  });

  it('says so of a trap it cannot obey', async () => {
    expect((await rig.exec("trap 'x' ERR")).stderr).toContain('ERR is not supported');
  });
});
