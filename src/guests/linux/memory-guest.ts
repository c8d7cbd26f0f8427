import type { Account } from '../accounts.ts';
import { applyDisk, difference, readDisk } from '../disk.ts';
import { addKeys, runUserData, setHostname } from '../first-boot.ts';
import type { BootOptions, Guest, GuestAddress, GuestDisk, GuestFactory, GuestFile } from '../guest.ts';
import type { Machine } from '../machine.ts';
import { type SshServer, startSshServer } from '../ssh/ssh-server.ts';
import { newBaseTree } from './base-tree.ts';
import { memoryFiles } from './memory-files.ts';
import { loginEnvironment, memoryComputer, memoryMachine } from './memory-machine.ts';
import { type FolderNode, newFolder } from './node.ts';
import type { Computer } from './process.ts';
import { runProgram } from './run-program.ts';
import { root } from './walk.ts';

/** Guests whose shell, files and programs are simulated in this process: they touch nothing of the host and run everywhere. */
export function memoryGuests(): GuestFactory {
  const guests = new Set<Guest>();
  let base: Promise<Readonly<Record<string, GuestFile>>> | undefined;
  const baseDisk = () => {
    base ??= newBaseTree().then((top) => readDisk(memoryFiles(top, root), ['/']));
    return base;
  };
  return {
    async create(disk) {
      const top = await newBaseTree();
      await applyDisk(memoryFiles(top, root), disk);
      const guest = memoryGuest(top, baseDisk);
      guests.add(guest);
      return guest;
    },
    async dispose() {
      await Promise.all([...guests].map((guest) => guest.dispose()));
      guests.clear();
    },
  };
}

interface Run {
  readonly server: SshServer;
  readonly machine: Machine;
  readonly stopper: AbortController;
}

function memoryGuest(top: FolderNode, baseDisk: () => Promise<Readonly<Record<string, GuestFile>>>): Guest {
  const files = memoryFiles(top, root);
  const knownKeys = new Set<string>();
  const addresses = new Set<string>();
  let booted = false;
  let run: Run | undefined;

  const halt = async () => {
    const ending = run;
    run = undefined;
    ending?.stopper.abort();
    addresses.clear();
    await ending?.server.close();
    const runFolder = top.entries.get('run');
    if (runFolder?.type === 'directory') top.entries.set('run', newFolder(0o755));
  };
  const listen = async (address: string): Promise<GuestAddress> => {
    if (run === undefined) throw new Error('the guest is not running');
    addresses.add(address);
    return run.server.listen(address);
  };
  return {
    listen,
    halt,
    dispose: halt,
    hostKeys: () => run?.server.hostKeys ?? [],
    machine: () => run?.machine,
    async unlisten(address) {
      addresses.delete(address);
      await run?.server.unlisten(address);
    },
    async boot(options) {
      await halt();
      const stopper = new AbortController();
      const computer = memoryComputer({
        top,
        hostname: options.hostname,
        lifetime: stopper.signal,
        addresses: () => [...addresses],
        power: (action) => options.onPower(action),
      });
      await prepare(computer, options, { knownKeys, first: !booted });
      booted = true;
      const machine = memoryMachine(computer);
      const server = await startSshServer({
        machine,
        port: options.port,
        password: options.password,
      });
      run = { server, stopper, machine };
      const listening: GuestAddress[] = [];
      for (const address of options.addresses) listening.push(await listen(address));
      return listening;
    },
    capture: async (): Promise<GuestDisk> => difference(await baseDisk(), await readDisk(files, ['/'])),
  };
}

/** Keys are put into root's file once: a line that the guest's owner removes stays removed. */
async function prepare(
  computer: Computer,
  options: BootOptions,
  state: { readonly knownKeys: Set<string>; readonly first: boolean },
): Promise<void> {
  const files = computer.rootFiles;
  const keys = options.authorizedKeys.filter((key) => !state.knownKeys.has(key));
  for (const key of keys) state.knownKeys.add(key);
  await addKeys(files, 'root', keys);
  if (!state.first) return;
  await setHostname(files, options.hostname);
  const runScript = (text: string) => runAsRoot(computer, text);
  await runUserData({ files, hostname: options.hostname, userData: options.userData, runScript });
}

const superuser: Account = { name: 'root', uid: 0, gid: 0, groups: [0], home: '/root', shell: '/bin/bash' };

async function runAsRoot(computer: Computer, text: string): Promise<string> {
  const output: Uint8Array[] = [];
  const collect = (data: Uint8Array) => {
    output.push(data);
  };
  const path = '/var/lib/cloud/instance/scripts/part-001';
  await applyDisk(computer.rootFiles, {
    files: { [path]: { type: 'file', mode: 0o700, data: Buffer.from(text).toString('base64') } },
  });
  const program = { text: path, name: 'sh', args: [], options: [] };
  await runProgram(computer, program, {
    account: superuser,
    environment: loginEnvironment(superuser),
    directory: '/',
    stdin: '',
    signal: computer.lifetime,
    out: collect,
    error: collect,
    mask: { value: 0o022 },
    parent: 1,
  });
  return Buffer.concat(output).toString('utf8');
}
