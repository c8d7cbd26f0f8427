import type { Guest, GuestAddress, GuestDisk, GuestFactory, GuestSystem } from '../guests/guest.ts';
import type { Machine } from '../guests/machine.ts';

/** What a computer needs to know at a start. */
export interface Start {
  readonly instanceId: string;
  readonly addresses: readonly string[];
  readonly hostname: string;
  readonly authorizedKeys: readonly string[];
  readonly password: string;
  readonly userData: Uint8Array | undefined;
  readonly system: GuestSystem;
  /** Key of the disk that a first start begins from; empty: a bare system. */
  readonly content: string;
}

/** What the computers of one world share. */
export interface Rack {
  readonly factory: GuestFactory;
  /** Where disks are kept, by instance or snapshot id; part of the world's state. */
  readonly disks: Record<string, GuestDisk>;
  /** Resolves when the disk with this key has been taken. */
  captured(key: string): Promise<void>;
  onPower(instanceId: string, action: 'off' | 'reboot'): void;
  onChange(): void;
}

/** Every guest's SSH server listens here, on each of its addresses. */
const sshPort = 22;

const emptyDisk: GuestDisk = { files: {} };

/** The computer inside one instance. Not safe for calls side by side: the guest host queues them. */
export class EmulatedComputer {
  /** The addresses it answers on, and where it really listens for each. */
  readonly bound = new Map<string, GuestAddress>();
  readonly #id: string;
  readonly #rack: Rack;
  #guest: Guest | undefined;
  #running = false;

  constructor(id: string, rack: Rack) {
    this.#id = id;
    this.#rack = rack;
  }

  async start(start: Start): Promise<void> {
    if (this.#running) return;
    this.#guest ??= await this.#rack.factory.create(await this.#storedDisk(start.content), start.system);
    const bound = await this.#guest.boot({
      ...start,
      port: sshPort,
      onPower: (action) => this.#rack.onPower(this.#id, action),
    });
    this.#running = true;
    start.addresses.forEach((address, index) => {
      const at = bound[index];
      if (at !== undefined) this.bound.set(address, at);
    });
  }

  /** Where a port of one of its addresses really is; undefined: nobody answers there. */
  reach(address: string, port: number): GuestAddress | undefined {
    if (!this.bound.has(address)) return undefined;
    const other = this.#guest?.reach;
    if (other !== undefined) return other(address, port);
    return port === sshPort ? this.bound.get(address) : undefined;
  }

  async halt(): Promise<void> {
    if (!this.#running || this.#guest === undefined) return;
    this.#running = false;
    this.bound.clear();
    await this.#guest.halt();
    this.#rack.disks[this.#id] = await this.#guest.capture();
    this.#rack.onChange();
  }

  /** Stores its files as they are now under this key. */
  async capture(key: string, content: string): Promise<void> {
    const disk = await (this.#guest?.capture() ?? this.#storedDisk(content));
    this.#rack.disks[key] = disk;
    this.#rack.onChange();
  }

  /** What its console shows of its host keys. */
  hostKeys(): readonly string[] {
    return this.#guest?.hostKeys() ?? [];
  }

  /** What runs commands in it; undefined: it is off. */
  machine(): Machine | undefined {
    return this.#running ? this.#guest?.machine() : undefined;
  }

  async listen(address: string): Promise<void> {
    if (this.#running && this.#guest !== undefined)
      this.bound.set(address, await this.#guest.listen(address));
  }

  async unlisten(address: string): Promise<void> {
    if (this.bound.delete(address)) await this.#guest?.unlisten(address);
  }

  /** Ends it; `keep` stores its files first, so that a stored world goes on with them. */
  async end(keep: boolean): Promise<void> {
    if (keep) await this.halt();
    else delete this.#rack.disks[this.#id];
    this.#running = false;
    this.bound.clear();
    await this.#guest?.dispose();
    this.#guest = undefined;
  }

  async #storedDisk(content: string): Promise<GuestDisk> {
    await this.#rack.captured(content);
    return this.#rack.disks[this.#id] ?? this.#rack.disks[content] ?? emptyDisk;
  }
}
