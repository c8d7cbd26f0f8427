import type { WindowsFiles } from './files.ts';

/** What of a guest's settings programs can change and an image keeps. */
interface Settings {
  /** Names in lower case. */
  readonly users: Readonly<Record<string, string>>;
  readonly winrm: WinrmSettings;
  /** `HKLM:` keys that are there, in lower case. */
  readonly registry: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

interface WinrmSettings {
  readonly running: boolean;
  readonly http: boolean;
  readonly https: boolean;
  readonly basic: boolean;
  readonly negotiate: boolean;
  readonly allowUnencrypted: boolean;
}

/** Windows images come with the service off, as the cloud's do: user data switches it on. */
const fresh: Settings = {
  users: {},
  winrm: {
    running: false,
    http: false,
    https: false,
    basic: false,
    negotiate: true,
    allowUnencrypted: false,
  },
  registry: [],
  variables: {},
};

const path = 'C:\\Windows\\System32\\config\\guest.json';

/** Settings live in a file of the guest, so that they go where its disk goes. */
export class SettingsFile {
  readonly #files: WindowsFiles;
  #now: Settings;

  constructor(files: WindowsFiles) {
    this.#files = files;
    this.#now =
      files.find(path) === undefined ? fresh : { ...fresh, ...JSON.parse(files.read(path).toString()) };
  }

  get now(): Settings {
    return this.#now;
  }

  change(part: Partial<Settings>): void {
    this.#now = { ...this.#now, ...part };
    this.#files.write(path, Buffer.from(JSON.stringify(this.#now)), { make: true });
  }

  winrm(part: Partial<WinrmSettings>): void {
    this.change({ winrm: { ...this.#now.winrm, ...part } });
  }

  setPassword(user: string, password: string): void {
    this.change({ users: { ...this.#now.users, [user.toLowerCase()]: password } });
  }
}
