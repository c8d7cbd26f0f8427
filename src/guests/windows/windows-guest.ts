import type { BootOptions, Guest, GuestAddress, GuestDisk, GuestFactory } from '../guest.ts';
import { WindowsFiles } from './files.ts';
import { baseFolders, type MachineOptions, WindowsMachine } from './machine.ts';
import type { Program } from './process.ts';
import { SettingsFile } from './settings.ts';
import { runUserData } from './user-data.ts';
import { WinrmServer, winrmPorts } from './wsman/winrm-server.ts';

/**
 * Windows guests: they answer WinRM, and know as much of PowerShell and `cmd` as docs/winrm.md says. With `pwsh` they have
 * that program as PowerShell 7.
 */
export function windowsGuests(pwsh?: Program): GuestFactory {
  const guests = new Set<Guest>();
  return {
    async create(disk) {
      const guest = windowsGuest(disk, pwsh);
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
  readonly server: WinrmServer;
  readonly stopper: AbortController;
}

function windowsGuest(disk: GuestDisk, pwsh: Program | undefined): Guest {
  const files = new WindowsFiles(disk, baseFolders);
  const settings = new SettingsFile(files);
  let run: Run | undefined;
  let booted = false;
  const halt = async () => {
    const ending = run;
    run = undefined;
    ending?.stopper.abort();
    await ending?.server.close();
  };
  const listen = async (address: string): Promise<GuestAddress> => {
    await run?.server.listen(address);
    return run?.server.reach(address, winrmPorts.http) ?? { host: address, port: winrmPorts.http };
  };
  return {
    listen,
    halt,
    dispose: halt,
    hostKeys: () => [],
    machine: () => undefined,
    unlisten: async (address) => run?.server.unlisten(address),
    reach: (address, port) => run?.server.reach(address, port),
    capture: async () => files.capture(),
    async boot(options) {
      await halt();
      const started = start({ files, settings, pwsh }, options);
      run = started;
      const bound: GuestAddress[] = [];
      for (const address of options.addresses) bound.push(await listen(address));
      if (!booted) await runUserData(started.machine, options.userData);
      booted = true;
      await started.server.update();
      return bound;
    },
  };
}

function start(
  { files, settings, pwsh }: Pick<MachineOptions, 'files' | 'settings' | 'pwsh'>,
  { hostname, password, onPower }: BootOptions,
): Run & { readonly machine: WindowsMachine } {
  const stopper = new AbortController();
  if (password !== '') settings.setPassword('Administrator', password);
  const machine: WindowsMachine = new WindowsMachine({
    files,
    settings,
    pwsh,
    hostname: hostname.slice(0, 15),
    lifetime: stopper.signal,
    power: (action) => onPower(action),
    onListeners: () => void server.update(),
  });
  const server = new WinrmServer(machine);
  return { machine, server, stopper };
}
