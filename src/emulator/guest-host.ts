import type { GuestAddress } from '../guests/guest.ts';
import type { Machine } from '../guests/machine.ts';
import { reason } from '../wire/reason.ts';
import { EmulatedComputer, type Rack, type Start } from './computer.ts';

export type { Start } from './computer.ts';

/** The computers inside the instances. Calls return at once; work on one instance happens in the order of the calls. */
export interface GuestHost {
  /** Boots it, on its own disk when it has one. */
  start(start: Start): void;
  /** Halts it; its files stay and are stored. */
  halt(instanceId: string): void;
  /** Takes its files as they are now and stores them under this key. */
  capture(instanceId: string, key: string, content: string): void;
  /** It answers on this address too. */
  listen(instanceId: string, address: string): void;
  /** It no longer answers on this address. */
  unlisten(instanceId: string, address: string): void;
  /** Ends it and forgets its files. */
  remove(instanceId: string): void;
  /** Where an address and port of the emulated network really is; undefined: nobody answers there. */
  reach(host: string, port: number): GuestAddress | undefined;
  /** Lines of the host keys that its console shows; none before it has booted. */
  hostKeys(instanceId: string): readonly string[];
  /** What runs commands in an instance; undefined: it is off, or has not booted yet. */
  machine(instanceId: string): Machine | undefined;
  /** Why the last work on an instance failed; empty: it did not. */
  failure(instanceId: string): string;
  /** Resolves when all that was asked so far is done. */
  idle(): Promise<void>;
  dispose(): Promise<void>;
}

interface Slot {
  readonly computer: EmulatedComputer;
  /** The end of its queue; never rejects. */
  last: Promise<void>;
}

/** Boots the guests of a factory for the instances of one world. */
export function createGuestHost(options: Omit<Rack, 'captured'>): GuestHost {
  return new Host(options);
}

class Host implements GuestHost {
  readonly #rack: Rack;
  readonly #slots = new Map<string, Slot>();
  readonly #captures = new Map<string, Promise<void>>();
  readonly #failures = new Map<string, string>();

  constructor(options: Omit<Rack, 'captured'>) {
    this.#rack = { ...options, captured: async (key) => this.#captures.get(key) };
  }

  start(start: Start): void {
    void this.#queue(start.instanceId, (computer) => computer.start(start));
  }

  halt(instanceId: string): void {
    void this.#queue(instanceId, (computer) => computer.halt());
  }

  capture(instanceId: string, key: string, content: string): void {
    const captured = this.#queue(instanceId, (computer) => computer.capture(key, content));
    this.#captures.set(key, captured);
    void captured.then(() => this.#captures.delete(key));
  }

  listen(instanceId: string, address: string): void {
    void this.#queue(instanceId, (computer) => computer.listen(address));
  }

  unlisten(instanceId: string, address: string): void {
    void this.#queue(instanceId, (computer) => computer.unlisten(address));
  }

  remove(instanceId: string): void {
    void this.#queue(instanceId, (computer) => computer.end(false)).then(() =>
      this.#slots.delete(instanceId),
    );
  }

  reach(host: string, port: number): GuestAddress | undefined {
    const slot = [...this.#slots.values()].find(({ computer }) => computer.bound.has(host));
    return slot?.computer.reach(host, port);
  }

  hostKeys(instanceId: string): readonly string[] {
    return this.#slots.get(instanceId)?.computer.hostKeys() ?? [];
  }

  machine(instanceId: string): Machine | undefined {
    return this.#slots.get(instanceId)?.computer.machine();
  }

  failure(instanceId: string): string {
    return this.#failures.get(instanceId) ?? '';
  }

  async idle(): Promise<void> {
    await Promise.all([...this.#slots.values()].map(({ last }) => last));
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#slots.keys()].map((id) => this.#queue(id, (computer) => computer.end(true))));
    await this.#rack.factory.dispose();
  }

  /** A failure is kept, not thrown: no call waits for a guest, and the console output can tell it. */
  #queue(id: string, work: (computer: EmulatedComputer) => Promise<void>): Promise<void> {
    const slot = this.#slots.get(id) ?? {
      computer: new EmulatedComputer(id, this.#rack),
      last: Promise.resolve(),
    };
    this.#slots.set(id, slot);
    slot.last = slot.last
      .then(() => work(slot.computer))
      .then(() => void this.#failures.delete(id))
      .catch((error: unknown) => void this.#failures.set(id, reason(error)));
    return slot.last;
  }
}
