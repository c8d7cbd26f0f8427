import { randomBytes, randomInt } from 'node:crypto';
import type { GuestFactory } from '../guests/guest.ts';
import { regions } from './catalog/regions.ts';
import { effects } from './effects.ts';
import { createGuestHost, type GuestHost } from './guest-host.ts';
import type { Latency } from './latency.ts';
import { type Contents, openContents } from './oss/contents.ts';
import { type Quotas, usualQuotas } from './quotas.ts';
import { powered } from './resources/guest-power.ts';
import { resumeGuests } from './resources/instance-guest.ts';
import type { Effect, RegionState, ScheduledEffect, WorldState } from './world-state.ts';

export type { Effect, WorldState } from './world-state.ts';

/** The emulated cloud of one account: its tables, its clock and its guests. */
export interface World {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Plain JSON: all tables and what is still to happen. */
  readonly state: WorldState;
  readonly latency: Latency;
  readonly quotas: Quotas;
  /** What RunInstances refuses as sold out: `TYPE`, or `TYPE@ZONE`. */
  readonly soldOut: readonly string[];
  /** How long (ms) queries by tag do not show a new tag. */
  readonly tagIndexLag: number;
  /** Whether private addresses answer clients. */
  readonly insideVpc: boolean;
  /** Boots and halts guests; undefined: instances have no computer inside. */
  readonly guests: GuestHost | undefined;
  readonly accountId: string;
  /** The bytes of objects in OSS. */
  readonly contents: Contents;
  /** `i-bp1` and random lower-case letters and digits. */
  newId(prefix: string): string;
  /** Schedules an effect; with delay 0 it runs at once. */
  later(delayMs: number, effect: Effect): void;
  /** Runs all effects that are due. */
  settle(): void;
  /** Tells the owner of the world that there is something to store. */
  changed(): void;
  /** Ends timers and guests; a guest that runs is halted, so that its files are in the state. */
  dispose(): Promise<void>;
}

interface WorldOptions {
  readonly latency: Latency;
  readonly accountId: string;
  readonly guests?: GuestFactory;
  readonly contents?: Contents;
  /** A stored state to go on from; it is used, not copied. */
  readonly state?: WorldState;
  readonly quotas?: Partial<Quotas>;
  readonly soldOut?: readonly string[];
  readonly tagIndexLag?: number;
  readonly insideVpc?: boolean;
  onChange?(): void;
  now?(): number;
}

/** A world that goes on from its state, or begins empty but for the catalog. */
export function createWorld(options: WorldOptions): World {
  const world = new RunningWorld(options);
  resumeGuests(world);
  world.settle();
  return world;
}

/** Timers take no more than this many ms. */
const longestTimer = 2 ** 31 - 1;
const idAlphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

class RunningWorld implements World {
  readonly state: WorldState;
  readonly latency: Latency;
  readonly quotas: Quotas;
  readonly soldOut: readonly string[];
  readonly tagIndexLag: number;
  readonly insideVpc: boolean;
  readonly guests: GuestHost | undefined;
  readonly accountId: string;
  readonly contents: Contents;
  readonly #options: WorldOptions;
  #timer: NodeJS.Timeout | undefined;
  /** The time while a due effect runs: its due time. */
  #moment: number | undefined;
  #disposed = false;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.state = { ...newState(), ...options.state };
    this.latency = options.latency;
    this.quotas = { ...usualQuotas, ...options.quotas };
    this.soldOut = options.soldOut ?? [];
    this.tagIndexLag = options.tagIndexLag ?? 0;
    this.insideVpc = options.insideVpc ?? true;
    this.accountId = options.accountId;
    this.contents = options.contents ?? openContents(undefined);
    this.guests = options.guests && this.#hostOf(options.guests);
  }

  now(): number {
    return this.#moment ?? this.#options.now?.() ?? Date.now();
  }

  newId(prefix: string): string {
    const letters = [...randomBytes(17)].map((byte) => idAlphabet[byte % idAlphabet.length]).join('');
    return `${prefix}-bp1${letters}`;
  }

  later(delayMs: number, effect: Effect): void {
    if (delayMs <= 0) this.#run(effect);
    else this.#schedule(delayMs, effect);
  }

  settle(): void {
    for (let next = this.#takeDue(); next !== undefined; next = this.#takeDue()) this.#runAt(next);
    this.#arm();
  }

  changed(): void {
    this.#options.onChange?.();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#timer);
    await this.guests?.dispose();
  }

  #schedule(delayMs: number, effect: Effect): void {
    const due = this.now() + delayMs;
    const { scheduled } = this.state;
    const after = scheduled.findIndex((other) => other.due > due);
    scheduled.splice(after === -1 ? scheduled.length : after, 0, { due, effect });
    this.changed();
    this.#arm();
  }

  #takeDue(): ScheduledEffect | undefined {
    const first = this.state.scheduled[0];
    return first !== undefined && first.due <= this.now() ? this.state.scheduled.shift() : undefined;
  }

  /** A late effect runs as of its due time, so that what it schedules is not late as well. */
  #runAt({ due, effect }: ScheduledEffect): void {
    this.#moment = due;
    try {
      this.#run(effect);
    } finally {
      this.#moment = undefined;
    }
  }

  #run(effect: Effect): void {
    effects[effect.name]?.(this, effect);
    this.changed();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const first = this.state.scheduled[0];
    if (first === undefined || this.#disposed) return;
    const delay = Math.min(Math.max(first.due - this.now(), 1), longestTimer);
    this.#timer = setTimeout(() => this.settle(), delay);
    this.#timer.unref();
  }

  #hostOf(factory: GuestFactory): GuestHost {
    return createGuestHost({
      factory,
      disks: this.state.guestDisks,
      onPower: (instanceId, action) => {
        if (!this.#disposed) powered(this, instanceId, action);
      },
      onChange: () => this.changed(),
    });
  }
}

function newState(): WorldState {
  return {
    version: 1,
    nextAddress: randomInt(240 * 65_536),
    scheduled: [],
    regions: Object.fromEntries(regions.map(({ id }) => [id, newRegion()])),
    guestDisks: {},
    buckets: {},
    roles: {},
  };
}

function newRegion(): RegionState {
  return {
    vpcs: {},
    vSwitches: {},
    securityGroups: {},
    eips: {},
    keyPairs: {},
    instances: {},
    disks: {},
    snapshots: {},
    images: {},
  };
}
