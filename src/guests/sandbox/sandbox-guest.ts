import { type FSWatcher, watch } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { applyDisk, difference, readDisk } from '../disk.ts';
import { readText } from '../files.ts';
import { addKeys, runUserData, setHostname } from '../first-boot.ts';
import type { BootOptions, Guest, GuestAddress, GuestDisk, GuestFactory, GuestFile } from '../guest.ts';
import { type SshServer, startSshServer } from '../ssh/ssh-server.ts';
import { type Enclosure, findEnclosure } from './enclosure.ts';
import { privateFiles } from './private-files.ts';
import { newPrivateFolder, writable } from './private-folder.ts';
import { type SandboxMachine, sandboxMachine } from './sandbox-machine.ts';
import { powerFile } from './shims.ts';

type Base = Readonly<Record<string, GuestFile>>;

/**
 * Guests in which the host's own programs run, on Linux: /usr read-only, /etc, /root, /home, /tmp, /var, /opt, /srv
 * private, no network, own processes. The host is never changed. Throws component-unsupported where that cannot be.
 */
export function sandboxGuests(find: () => Promise<Enclosure> = findEnclosure): GuestFactory {
  const guests = new Set<Guest>();
  let enclosure: Promise<Enclosure> | undefined;
  let base: Promise<Base> | undefined;
  return {
    async create(disk) {
      enclosure ??= find();
      const enclose = await enclosure;
      base ??= readBase();
      const guest = sandboxGuest(await newFolder(disk), enclose, await base);
      guests.add(guest);
      return guest;
    },
    async dispose() {
      await Promise.all([...guests].map((guest) => guest.dispose()));
      guests.clear();
    },
  };
}

async function readBase(): Promise<Base> {
  const folder = await newPrivateFolder();
  try {
    return await readDisk(privateFiles({ folder, writable }), writable);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** Of a disk that another kind of guest wrote, what lies in folders that are the host's here is left out. */
async function newFolder(disk: GuestDisk): Promise<string> {
  const folder = await newPrivateFolder();
  const inside = (path: string) => writable.some((top) => path === top || path.startsWith(`${top}/`));
  const files = Object.fromEntries(Object.entries(disk.files).filter(([path]) => inside(path)));
  const removed = (disk.removed ?? []).filter(inside);
  try {
    await applyDisk(privateFiles({ folder, writable }), { files, removed });
  } catch (error) {
    await fs.rm(folder, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

interface Run {
  readonly server: SshServer;
  readonly machine: SandboxMachine;
  readonly watcher: FSWatcher;
}

function sandboxGuest(folder: string, enclose: Enclosure, base: Base): Guest {
  const files = privateFiles({ folder, writable });
  const knownKeys = new Set<string>();
  let booted = false;
  let run: Run | undefined;
  const halt = async () => {
    const ending = run;
    run = undefined;
    ending?.watcher.close();
    await Promise.all([ending?.server.close(), ending?.machine.stop()]);
    for (const name of await fs.readdir(join(folder, 'run')).catch(() => []))
      await fs.rm(join(folder, 'run', name), { recursive: true, force: true });
  };
  const listen = async (address: string): Promise<GuestAddress> => {
    if (run === undefined) throw new Error('the guest is not running');
    return run.server.listen(address);
  };
  return {
    listen,
    halt,
    hostKeys: () => run?.server.hostKeys ?? [],
    machine: () => run?.machine,
    unlisten: async (address) => run?.server.unlisten(address),
    async boot(options) {
      await halt();
      const machine = sandboxMachine({ folder, hostname: options.hostname, files, enclose });
      const keys = options.authorizedKeys.filter((key) => !knownKeys.has(key));
      for (const key of keys) knownKeys.add(key);
      await addKeys(files, 'root', keys);
      if (!booted) {
        await setHostname(files, options.hostname);
        const { hostname, userData } = options;
        await runUserData({ files, hostname, userData, runScript: (text) => machine.runAsRoot(text) });
      }
      booted = true;
      const watcher = watchPower(folder, options);
      const server = await startSshServer({ machine, port: options.port, password: options.password });
      run = { server, machine, watcher };
      const listening: GuestAddress[] = [];
      for (const address of options.addresses) listening.push(await listen(address));
      return listening;
    },
    capture: async (): Promise<GuestDisk> => difference(base, await readDisk(files, writable)),
    async dispose() {
      await halt();
      await fs.rm(folder, { recursive: true, force: true });
    },
  };
}

/** `poweroff` and `reboot` inside leave a file. */
function watchPower(folder: string, options: BootOptions): FSWatcher {
  const files = privateFiles({ folder, writable });
  let told = false;
  const watcher = watch(join(folder, 'run'), () => {
    readText(files, powerFile).then(
      (text) => {
        if (told || text.trim() === '') return;
        told = true;
        options.onPower(text.trim() === 'reboot' ? 'reboot' : 'off');
      },
      () => {},
    );
  });
  watcher.on('error', () => {});
  return watcher;
}
