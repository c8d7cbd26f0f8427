import type { Noun } from '../cloud/port.ts';
import type { Keys } from './builder.ts';

/** A thing in the cloud that carries the tag of a run. */
export interface TaggedThing {
  readonly noun: Noun;
  readonly id: string;
  readonly region: string;
  readonly runId: string;
  /** ISO 8601; empty where the service does not say. */
  readonly createdAt: string;
  /** What decides what it costs. */
  readonly cost: string;
  /** Of an image: its own name, and whether it is complete. */
  readonly name: string;
  /** Ids of things that it is made of: the snapshots of an image. */
  readonly parts: readonly string[];
}

/** What a look for things of runs has found. */
export interface Found {
  /** Everything that some run has made, in the order in which it can be removed. */
  readonly tagged: readonly TaggedThing[];
  /** What the service answered as well, although its row shows no mark of a run. It may belong to anybody. */
  readonly unmarked: readonly Pick<TaggedThing, 'noun' | 'id' | 'region'>[];
}

/** How an account is found without a template. */
export interface AccountAccess {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Name of a profile; empty: what the environment says. */
  readonly profile: string;
  /** Empty: what the environment or the profile says. */
  readonly region: string;
  /** The region where nobody names one. */
  readonly otherwise?: string | undefined;
  readonly endpointUrl: string | undefined;
  /** Keys of an embedded cloud, used in place of all others. */
  readonly keys?: Keys | undefined;
}

/** An account that can be asked for what runs have left. */
export interface Account {
  /** The region that is meant where none is named. */
  readonly region: string;
  find(region: string, signal: AbortSignal): Promise<Found>;
  /** Removes one of them, when those that come before it in the list are gone. */
  remove(thing: TaggedThing, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
