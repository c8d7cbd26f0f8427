import type { Communicator } from '../../../src/communicators/communicator.ts';
import { connectWinrm } from '../../../src/communicators/winrm/connect.ts';
import type { WinrmOptions } from '../../../src/communicators/winrm/options.ts';
import type { Guest, GuestFactory } from '../../../src/guests/guest.ts';
import { windowsGuests } from '../../../src/guests/windows/windows-guest.ts';

export const password = 'Fixture-Pa55';

/** User data that opens both listeners to Basic and NTLM. */
export const open = `[powershell]
winrm quickconfig -q
winrm create winrm/config/Listener?Address=*+Transport=HTTPS
winrm set winrm/config/service '@{AllowUnencrypted="true"}'
winrm set winrm/config/service/auth '@{Basic="true"}'
`;

export interface WindowsRig extends AsyncDisposable {
  readonly guest: Guest;
  readonly powered: ('off' | 'reboot')[];
  options(change?: Partial<WinrmOptions>): WinrmOptions;
  connect(change?: Partial<WinrmOptions>): Promise<Communicator>;
  /** Text of a file of the guest; undefined: there is none. */
  file(path: string): Promise<string | undefined>;
}

/** A Windows guest of the emulator on loopback. A restart that it asks for is done. */
export async function windowsRig({
  userData = open,
  factory = windowsGuests(),
}: {
  readonly userData?: string;
  readonly factory?: GuestFactory;
} = {}): Promise<WindowsRig> {
  const guest = await factory.create({ files: {} });
  const powered: ('off' | 'reboot')[] = [];
  const boot = (): Promise<unknown> =>
    guest.boot({
      addresses: ['127.0.0.1'],
      port: 22,
      hostname: 'guest',
      authorizedKeys: [],
      password,
      userData: Buffer.from(userData),
      onPower(action) {
        powered.push(action);
        if (action === 'reboot') void boot();
        else void guest.halt();
      },
    });
  await boot();
  const options = (change: Partial<WinrmOptions> = {}): WinrmOptions => {
    const at = guest.reach?.('127.0.0.1', change.https ? 5986 : 5985);
    return {
      host: at?.host ?? '127.0.0.1',
      port: at?.port ?? 1,
      username: 'Administrator',
      password,
      https: false,
      insecure: true,
      ntlm: false,
      timeout: 20_000,
      retryInterval: 50,
      signal: new AbortController().signal,
      ...change,
    };
  };
  return {
    guest,
    powered,
    options,
    connect: (change) => connectWinrm(options(change)),
    async file(path) {
      const found = (await guest.capture()).files[path];
      return found?.type === 'file' ? Buffer.from(found.data, 'base64').toString('utf8') : undefined;
    },
    [Symbol.asyncDispose]: () => factory.dispose(),
  };
}

export interface Heard {
  readonly code: number | undefined;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/** Runs one command and gives all that it said. */
export async function heard(comm: Communicator, command: string): Promise<Heard> {
  const lines: { readonly stdout: string[]; readonly stderr: string[] } = { stdout: [], stderr: [] };
  const { code } = await comm.exec(command, {
    signal: new AbortController().signal,
    onLine: (stream, line) => void lines[stream].push(line),
  });
  return { code, ...lines };
}
