/** A computer of the emulator: boots, answers SSH, keeps its files over stop and start. */
export interface Guest {
  /** Begins to listen. Called at every start; files are those of the last stop. */
  boot(options: BootOptions): Promise<GuestAddress>;
  /** Closes connections and the listener; files stay. */
  halt(): Promise<void>;
  /** Its disk, as a value that can be stored and given to other guests (an image, a snapshot). */
  capture(): Promise<GuestDisk>;
  /** Ends it and frees everything. */
  dispose(): Promise<void>;
}

export interface BootOptions {
  /** Address in 127.0.0.0/8 that the guest should answer on, and the port of its SSH server. */
  readonly address: string;
  readonly port: number;
  readonly hostname: string;
  /** One line each, in the form of authorized_keys; logins as root and as any user of the guest. */
  readonly authorizedKeys: readonly string[];
  /** Empty: password login is off. */
  readonly password: string;
  /** Raw user data; a memory guest runs it when it is a shell script (`#!`) and understands `ssh_authorized_keys`. */
  readonly userData: Uint8Array | undefined;
  /** Called when the guest powers itself off or reboots (`poweroff`, `shutdown`, `reboot`). */
  onPower(action: 'off' | 'reboot'): void;
}

/** Where the guest really listens: differs from what was asked where the platform did not allow it. */
export interface GuestAddress {
  readonly host: string;
  readonly port: number;
}

/** Files by absolute path. `data` is base64. */
export interface GuestDisk {
  readonly files: Readonly<Record<string, GuestFile>>;
}

export type GuestFile =
  | { readonly type: 'file'; readonly mode: number; readonly data: string }
  | { readonly type: 'directory'; readonly mode: number }
  | { readonly type: 'link'; readonly target: string };

export interface GuestFactory {
  /** A powered-off guest with these files on its disk, on top of what the kind of guest brings. */
  create(disk: GuestDisk): Promise<Guest>;
  dispose(): Promise<void>;
}
