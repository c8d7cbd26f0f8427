import { pause } from '../../wire/pause.ts';
import { WindowsVariables } from './environment.ts';
import type { WindowsFiles } from './files.ts';
import type { Program } from './process.ts';
import type { SettingsFile } from './settings.ts';

export interface MachineOptions {
  readonly files: WindowsFiles;
  readonly settings: SettingsFile;
  readonly hostname: string;
  /** Ends when the machine loses power. */
  readonly lifetime: AbortSignal;
  /** PowerShell 7, where this guest has it. */
  readonly pwsh?: Program | undefined;
  power(action: 'off' | 'reboot'): void;
  /** The WinRM service was switched on or off, or its listeners changed. */
  onListeners(): void;
}

/** Exit codes of `shutdown`. */
export const shutdownCodes = { alreadyScheduled: 1190, inProgress: 1115, notScheduled: 1116 } as const;

/** A power change takes place a moment after the program that asked for it has ended. */
const MOMENT = 150;

/** The computer that all processes of a guest share. */
export class WindowsMachine {
  readonly files: WindowsFiles;
  readonly settings: SettingsFile;
  readonly hostname: string;
  readonly lifetime: AbortSignal;
  readonly pwsh: Program | undefined;
  /** Scheduled tasks by name in lower case. */
  readonly tasks = new Map<string, { end(): void }>();
  readonly onListeners: () => void;
  readonly #power: MachineOptions['power'];
  #scheduled: AbortController | undefined;
  #going = false;

  constructor(options: MachineOptions) {
    this.files = options.files;
    this.settings = options.settings;
    this.hostname = options.hostname;
    this.lifetime = options.lifetime;
    this.pwsh = options.pwsh;
    this.onListeners = () => options.onListeners();
    this.#power = (action) => options.power(action);
  }

  /** Plans a shutdown or restart in so many seconds; gives the exit code of the program that asked. */
  schedule(action: 'off' | 'reboot', seconds: number): number {
    if (this.#going) return shutdownCodes.inProgress;
    if (this.#scheduled !== undefined) return shutdownCodes.alreadyScheduled;
    const plan = new AbortController();
    this.#scheduled = plan;
    this.#going = seconds === 0;
    const signal = AbortSignal.any([plan.signal, this.lifetime]);
    void pause(seconds * 1000 + MOMENT, signal).then((passed) => {
      if (passed) this.#power(action);
    });
    return 0;
  }

  cancelSchedule(): number {
    if (this.#scheduled === undefined || this.#going) return shutdownCodes.notScheduled;
    this.#scheduled.abort();
    this.#scheduled = undefined;
    return 0;
  }

  /** What a process of this user starts with. */
  environmentOf(user: string): WindowsVariables {
    const profile = `C:\\Users\\${user}`;
    return new WindowsVariables([
      ...Object.entries(base),
      ['COMPUTERNAME', this.hostname.toUpperCase()],
      ['USERDOMAIN', this.hostname.toUpperCase()],
      ['USERNAME', user],
      ['USERPROFILE', profile],
      ['HOMEPATH', profile.slice(2)],
      ['APPDATA', `${profile}\\AppData\\Roaming`],
      ['LOCALAPPDATA', `${profile}\\AppData\\Local`],
      ['TEMP', `${profile}\\AppData\\Local\\Temp`],
      ['TMP', `${profile}\\AppData\\Local\\Temp`],
      ...Object.entries(this.settings.now.variables),
    ]);
  }
}

const base = {
  ALLUSERSPROFILE: 'C:\\ProgramData',
  ComSpec: 'C:\\Windows\\system32\\cmd.exe',
  HOMEDRIVE: 'C:',
  NUMBER_OF_PROCESSORS: '2',
  OS: 'Windows_NT',
  Path: 'C:\\Windows\\system32;C:\\Windows;C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\',
  PATHEXT: '.COM;.EXE;.BAT;.CMD;.PS1',
  PROCESSOR_ARCHITECTURE: 'AMD64',
  ProgramData: 'C:\\ProgramData',
  ProgramFiles: 'C:\\Program Files',
  PUBLIC: 'C:\\Users\\Public',
  SystemDrive: 'C:',
  SystemRoot: 'C:\\Windows',
  windir: 'C:\\Windows',
} as const;

/** Folders that a guest starts with. */
export const baseFolders: readonly string[] = [
  'C:\\Windows\\System32\\config',
  'C:\\Windows\\System32\\Sysprep',
  'C:\\Windows\\Temp',
  'C:\\ProgramData',
  'C:\\Program Files',
  'C:\\Program Files (x86)',
  'C:\\PerfLogs',
  'C:\\Users\\Public',
  'C:\\Users\\Administrator\\AppData\\Local\\Temp',
  'C:\\Users\\Administrator\\AppData\\Roaming',
];
