import { BuildError } from '../../errors/build-error.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { DISCONNECT } from '../script/exit-code.ts';

export type GuestOs = 'unix' | 'windows';

/** Commands that look after files on a guest, as Packer words them for its kind of system. */
export interface GuestCommands {
  makeFolder(path: string): string;
  setMode(path: string, mode: string): string;
  removeFolder(path: string): string;
  exists(path: string): string;
  move(from: string, to: string): string;
}

/** What `guest_os_type` says, in any case; `unix` unless set. Throws `config-invalid`. */
export function guestOs(text: string): GuestOs {
  const name = (text || 'unix').toLowerCase();
  if (name === 'unix' || name === 'windows') return name;
  throw finding.guestOsType(name);
}

/** `sudo` counts on Unix guests only. */
export function guestCommands(os: GuestOs, sudo: boolean): GuestCommands {
  return os === 'windows' ? windows : unix(sudo ? 'sudo ' : '');
}

function unix(sudo: string): GuestCommands {
  return {
    makeFolder: (path) => `${sudo}mkdir -p '${path}'`,
    setMode: (path, mode) => `${sudo}chmod ${mode} '${path}'`,
    removeFolder: (path) => `${sudo}rm -rf '${path}'`,
    exists: (path) => `${sudo}stat '${path}'`,
    move: (from, to) => `${sudo}mv '${from}' '${to}'`,
  };
}

const windows: GuestCommands = {
  makeFolder: (path) =>
    `powershell.exe -Command "New-Item -ItemType directory -Force -ErrorAction SilentlyContinue -Path ${bare(path)}"`,
  // Windows has no modes; the command keeps the exchange the same.
  setMode: (path, mode) => `echo 'skipping chmod ${mode} ${bare(path)}'`,
  removeFolder: (path) => `powershell.exe -Command "rm ${bare(path)} -recurse -force"`,
  exists: (path) => `powershell.exe -Command { if (test-path ${bare(path)}) { exit 0 } else { exit 1 } }`,
  move: (from, to) => `powershell.exe -Command "mv ${bare(from)} ${bare(to)} -force"`,
};

/** A path without quotes around it, for PowerShell. */
function bare(path: string): string {
  return path.replaceAll(' ', '` ');
}

/** Runs a command on the guest, shows what it writes, and gives its exit code; a lost connection has Packer's number. */
export async function runOnGuest(
  command: string,
  scope: Pick<ProvisionScope, 'comm' | 'signal' | 'output'>,
): Promise<number> {
  const { code } = await scope.comm.exec(command, {
    signal: scope.signal,
    onLine: (stream, line) => scope.output(stream, line),
  });
  return code ?? DISCONNECT;
}

/** The same for a command that must succeed; `failure` words that it did not. */
export async function mustRunOnGuest(
  command: string,
  scope: Pick<ProvisionScope, 'comm' | 'signal' | 'output'>,
  failure: (code: number) => string,
): Promise<void> {
  const code = await runOnGuest(command, scope);
  if (code !== 0) throw guestCommandFailed(failure(code), code);
}

const finding = {
  guestOsType: (name: string) =>
    new BuildError('config-invalid', `Invalid guest_os_type: "${name}"`, {
      hint: 'Write "unix" or "windows", or leave it out for Unix.',
    }),
} as const;

/** A tool on the guest, or a command around it, ended badly. */
export const guestCommandFailed = (message: string, code: number): BuildError =>
  new BuildError('script-failed', message, { data: { exitCode: code } });
