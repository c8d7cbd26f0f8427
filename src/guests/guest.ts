import type { Machine } from './machine.ts';

/** A computer of the emulator: boots, answers SSH, keeps its files over stop and start. */
export interface Guest {
  /** Begins to listen. Called at every start; files are those of the last stop. Answers in the order of `addresses`. */
  boot(options: BootOptions): Promise<readonly GuestAddress[]>;
  /** Answers on one more address while it runs (an EIP that was associated), on the port it was booted with. */
  listen(address: string): Promise<GuestAddress>;
  /** No longer answers on this address; connections made through it end. */
  unlisten(address: string): Promise<void>;
  /** Its host keys as it prints them on its console, one line each; none while it is off. */
  hostKeys(): readonly string[];
  /** What runs commands while it is up; undefined: it is off. */
  machine(): Machine | undefined;
  /** Where another port than the one it was booted with really is; unset: there is none. */
  reach?(address: string, port: number): GuestAddress | undefined;
  /** Closes connections and all listeners; files stay. */
  halt(): Promise<void>;
  /** Its disk, as a value that can be stored and given to other guests (an image, a snapshot). */
  capture(): Promise<GuestDisk>;
  /** Ends it and frees everything. */
  dispose(): Promise<void>;
}

export interface BootOptions {
  /** Addresses in 127.0.0.0/8 that the guest should answer on: private, then public. */
  readonly addresses: readonly string[];
  /** Port of its SSH server on each address. */
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
  /** Paths that the kind of guest brings and that were removed. */
  readonly removed?: readonly string[];
}

/** Number of the user and of the group; root's when left out. */
type GuestOwner = readonly [user: number, group: number];

export type GuestFile =
  | { readonly type: 'file'; readonly mode: number; readonly data: string; readonly owner?: GuestOwner }
  | { readonly type: 'directory'; readonly mode: number; readonly owner?: GuestOwner }
  | { readonly type: 'link'; readonly target: string };

export type GuestSystem = 'linux' | 'windows';

export interface GuestFactory {
  /** A powered-off guest with these files on its disk, on top of what the kind of guest brings. */
  create(disk: GuestDisk, system?: GuestSystem): Promise<Guest>;
  dispose(): Promise<void>;
}
