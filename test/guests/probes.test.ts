import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestFactory } from '../../src/guests/guest.ts';
import { memoryGuests } from '../../src/guests/linux/memory-guest.ts';
import { findEnclosure } from '../../src/guests/sandbox/enclosure.ts';
import { readEtc } from '../../src/guests/sandbox/host-etc.ts';
import { sandboxGuests } from '../../src/guests/sandbox/sandbox-guest.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Rig, startGuest } from './rig.ts';

/** What the host has and a guest must never see. */
const secret = `host-secret-${process.pid}`;

interface Kind {
  readonly name: string;
  readonly factory: GuestFactory;
  readonly missing: string | undefined;
}

const kinds: readonly Kind[] = [
  { name: 'memory', factory: memoryGuests(), missing: undefined },
  ...(await Promise.all(
    ['bwrap', 'unshare'].map(async (tool) => ({
      name: `sandbox by ${tool}`,
      factory: sandboxGuests(() => findEnclosure([tool])),
      missing: await findEnclosure([tool]).then(
        () => undefined,
        () => `${tool} does not work here`,
      ),
    })),
  )),
];

describe.each(kinds)('from inside a guest of the kind $name', ({ name, factory, missing }) => {
  let rig: Rig;
  let server: Server;
  let folder: string;
  let heard = 0;

  beforeAll(async () => {
    if (missing !== undefined) return;
    folder = mkdtempSync(join(tmpdir(), 'host-'));
    writeFileSync(join(folder, 'secret'), secret);
    server = createServer((socket) => {
      heard += 1;
      socket.end(`${secret}\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    rig = await startGuest(factory);
  });

  afterAll(async () => {
    if (missing !== undefined) return;
    await rig.dispose();
    await factory.dispose();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const probe = it.skipIf(missing !== undefined);
  /** All that a command says, whatever it thinks of how it went. */
  const said = async (command: string) => {
    const { stdout, stderr } = await rig.exec(command);
    return `${stdout.toString('latin1')}${stderr}`;
  };

  probe('no path leads to a file of the host', async () => {
    const ways = [
      `cat ${folder}/secret`,
      `cat /proc/1/root${folder}/secret`,
      `cat /proc/self/root/../../..${folder}/secret`,
      `cat /proc/self/cwd/../../../..${folder}/secret`,
      `cat /.host${folder}/secret /.old${folder}/secret /oldroot${folder}/secret`,
      `for p in /proc/[0-9]*; do cat $p/root${folder}/secret; done`,
      `for f in /proc/self/fd/*; do cat $f/../../../../../..${folder}/secret </dev/null; done`,
    ];
    for (const way of ways) expect(await said(`${way} 2>&1`), way).not.toContain(secret);
  });

  probe('neither chroot, mounts nor namespaces of its own lead out', async () => {
    const marker = join(folder, 'written');
    const leave = [
      'import os',
      'for step in (lambda: os.mkdir("/tmp/jail"), lambda: os.chroot("/tmp/jail")):',
      '    try: step()',
      '    except OSError as error: print("refused", error)',
      'for _ in range(64): os.chdir("..")',
      'try: os.chroot(".")',
      'except OSError as error: print("refused", error)',
      `try: print(open("${folder}/secret").read())`,
      'except OSError: pass',
      `try: open("${marker}", "w").write("x")`,
      'except OSError: pass',
    ].join('\n');
    await rig.exec('cat > /tmp/escape.py', leave);
    const mark = `probe-${process.pid}`;
    const again = `mount -o remount,rw,bind /usr; mount -o remount,rw /usr; touch /usr/${mark} /usr/bin/${mark}`;
    const ways = [
      'python3 /tmp/escape.py',
      'unshare -Ur python3 /tmp/escape.py',
      again,
      `unshare -Urm sh -c ${JSON.stringify(again)}`,
      `unshare -Urmpf --mount-proc sh -c "cat /proc/1/root${folder}/secret"`,
      `nsenter -t 1 -a cat ${folder}/secret`,
      `mkdir -p /tmp/m; mount -t proc proc /tmp/m && cat /tmp/m/1/root${folder}/secret`,
      'for d in /dev/sda /dev/vda /dev/nvme0n1 /dev/mem /proc/kcore; do head -c 512 $d | grep -c . && echo opened $d; done',
      'mknod /tmp/disk b 8 0 && head -c 1 /tmp/disk && echo opened /tmp/disk',
    ];
    for (const way of ways) {
      const text = await said(`{ ${way}; } 2>&1`);
      expect(text, way).not.toContain(secret);
      expect(text, way).not.toMatch(/^opened/m);
    }
    expect(existsSync(marker)).toBe(false);
    expect([...readdirSync('/usr'), ...readdirSync('/usr/bin')]).not.toContain(mark);
  });

  probe('the kernel that it shares takes no orders', async () => {
    const before = spawnSync('cat', ['/proc/sys/kernel/core_pattern', '/proc/sys/vm/swappiness']).stdout;
    await said(
      'for f in kernel/core_pattern vm/swappiness; do v=$(cat /proc/sys/$f); echo "$v" > /proc/sys/$f && echo wrote; done',
    ).then((text) => expect(name === 'memory' ? '' : text).not.toContain('wrote'));
    expect(spawnSync('cat', ['/proc/sys/kernel/core_pattern', '/proc/sys/vm/swappiness']).stdout).toEqual(
      before,
    );
  });

  probe('no process of the host is seen or ended', async () => {
    expect(await said('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ')).not.toContain('vitest');
    expect(await said('ps -ef; ps aux')).not.toContain('vitest');
    await said(`kill -0 ${process.pid} && echo alive`).then((text) => expect(text).not.toContain('alive'));
  });

  probe("the host's network is not reached", async () => {
    const { port } = server.address() as { readonly port: number };
    const hosts = ['127.0.0.1', 'localhost', '[::1]'];
    for (const host of hosts)
      await said(
        `curl -s -m 3 http://${host}:${port}/ telnet://${host}:${port}/; exec 3<>/dev/tcp/${host}/${port} && head -c 99 <&3`,
      );
    expect(heard).toBe(0);
  });
});

describe('what a sandbox guest gets of /etc', () => {
  it('holds no private part', async () => {
    const etc = temporaryFolder('etc');
    const put = (path: string, text: string, mode = 0o644) => {
      mkdirSync(join(etc, path, '..'), { recursive: true });
      writeFileSync(join(etc, path), text);
      chmodSync(join(etc, path), mode);
    };
    put('ssl/certs/ca.pem', '-----BEGIN CERTIFICATE-----\n');
    put('ssl/private/server.key', 'k');
    put('ssl/mine.pem', '-----BEGIN RSA PRIVATE KEY-----\n');
    put('ssl/readable.key', 'k');
    put('ssl/only-root.pem', 'x', 0o600);
    put('pki/tls/private/localhost.key', 'k');
    put('pki/tls/cert.pem', 'c');
    put('pki/entitlement/1-key.pem', 'k');
    put('pki/nssdb/key4.db', 'k');
    put('apt/auth.conf', 'machine a login b password c');
    put('apt/auth.conf.d/90.conf', 'machine a login b password c');
    put('apt/sources.list', 'deb http://deb.example.com stable main\n');
    put('apt/sources.list.d/own.list', 'deb https://me:word@deb.example.com stable main\n');
    put('shadow', 'root:x', 0o640);
    const found = await readEtc(['ssl', 'pki', 'apt'], etc);
    const files = found.filter(({ data }) => data !== undefined).map(({ path }) => path);
    expect(files.sort()).toEqual(['apt/sources.list', 'pki/tls/cert.pem', 'ssl/certs/ca.pem']);
  });
});
