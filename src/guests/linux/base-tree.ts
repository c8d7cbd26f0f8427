import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { baseFiles, baseFolders } from '../base-files.ts';
import { makeDirectories, writeWhole } from '../files.ts';
import { linuxCommands } from './commands/all.ts';
import { kernelRelease } from './commands/identity.ts';
import { loadJustBash } from './load-just-bash.ts';
import { memoryFiles } from './memory-files.ts';
import { type DeviceNode, type FolderNode, newDevice, newFolder } from './node.ts';
import { root } from './walk.ts';

/** Shell words that the shell itself answers; a file of that name would only mislead `which`. */
const builtins = new Set(['alias', 'unalias', 'help', 'history', 'trap', 'umask', 'ulimit']);

const mebibyte = 1024 * 1024;

/** The files a memory guest starts with. Devices give a mebibyte at a time: a shell in memory cannot read for ever. */
export async function newBaseTree(): Promise<FolderNode> {
  const top = newFolder(0o755);
  const files = memoryFiles(top, root);
  for (const folder of [
    '/usr/bin',
    '/usr/lib',
    '/usr/local/bin',
    '/usr/local/sbin',
    '/boot',
    '/dev',
    '/proc',
    '/sys',
  ])
    await makeDirectories(files, folder);
  for (const [link, target] of [
    ['/bin', 'usr/bin'],
    ['/sbin', 'usr/bin'],
    ['/usr/sbin', 'bin'],
    ['/lib', 'usr/lib'],
    ['/lib64', 'usr/lib'],
  ] as const)
    await files.link(target, link);
  for (const [path, mode] of Object.entries(baseFolders)) {
    await makeDirectories(files, path);
    await files.chmod(path, mode);
  }
  for (const { path, mode, text } of baseFiles) {
    await makeDirectories(files, posix.dirname(path));
    await writeWhole(files, path, text, mode);
  }
  await makeDirectories(files, '/home/ecs-user', 0o700);
  await files.chown('/home/ecs-user', 1000, 1000);
  for (const name of await programNames()) {
    await writeWhole(files, `/usr/bin/${name}`, `#!/bin/sh\n/usr/bin/${name} "$@"\n`, 0o755);
  }
  addDevices(top);
  return top;
}

async function programNames(): Promise<readonly string[]> {
  const just = await loadJustBash();
  const own = linuxCommands.map((command) => command.name).filter((name) => !name.startsWith('__'));
  return [...just.getCommandNames(), ...own].filter((name) => !builtins.has(name));
}

function addDevices(top: FolderNode): void {
  const empty = new Uint8Array();
  const text = (content: () => string) => newDevice(() => Buffer.from(content()));
  const devices: Readonly<Record<string, Readonly<Record<string, DeviceNode>>>> = {
    dev: {
      null: newDevice(() => empty),
      zero: newDevice(() => new Uint8Array(mebibyte)),
      random: newDevice(() => randomBytes(mebibyte)),
      urandom: newDevice(() => randomBytes(mebibyte)),
      tty: newDevice(() => empty),
      stdin: newDevice(() => empty),
      stdout: newDevice(() => empty),
      stderr: newDevice(() => empty),
      vda: newDevice(() => empty),
      vda1: newDevice(() => empty),
    },
    proc: {
      version: text(() => `Linux version ${kernelRelease} (root@guest) #1 SMP\n`),
      cpuinfo: text(() => [0, 1].map((cpu) => `processor\t: ${cpu}\nvendor_id\t: GenuineIntel\n\n`).join('')),
      meminfo: text(
        () => 'MemTotal:        4046440 kB\nMemFree:         3525640 kB\nMemAvailable:    3640000 kB\n',
      ),
      mounts: text(() => '/dev/vda1 / ext4 rw,relatime 0 0\n'),
      cmdline: text(() => 'BOOT_IMAGE=/boot/vmlinuz root=/dev/vda1 ro\n'),
      uptime: text(() => `${process.uptime().toFixed(2)} 0.00\n`),
      loadavg: text(() => '0.00 0.00 0.00 1/64 100\n'),
    },
  };
  for (const [folder, nodes] of Object.entries(devices)) {
    const node = top.entries.get(folder);
    if (node?.type !== 'directory') continue;
    for (const [name, device] of Object.entries(nodes)) node.entries.set(name, device);
  }
}
