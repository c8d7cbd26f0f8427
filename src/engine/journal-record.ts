/** Version of the journal's form; a journal of a newer one is refused. */
export const JOURNAL_VERSION = 1;

/** One line of a journal. Facts are plain JSON and never hold a secret. */
export type JournalRecord = { readonly at: string } & (
  | ({ readonly type: 'run' } & RunHeader)
  /** Where the run makes its things; written before the first of them is made. */
  | ({ readonly type: 'site' } & Site)
  /** Written before a step does anything. */
  | { readonly type: 'started'; readonly step: string }
  /** Written right before a creating call: from here on there may be a thing whose id is not known. */
  | { readonly type: 'asking'; readonly step: string; readonly key: string }
  /** The creating call was refused and made nothing. */
  | { readonly type: 'refused'; readonly step: string; readonly key: string }
  /** The step owns the thing `id`; written before anything waits for it. */
  | ({ readonly type: 'made'; readonly step: string; readonly key: string } & MadeThing)
  /** The thing made under `key` is known to exist no more. */
  | { readonly type: 'gone'; readonly step: string; readonly key: string }
  /** Other runs may hold the thing too from here on. */
  | { readonly type: 'shared'; readonly step: string; readonly key: string }
  /** The run gives up its hold of a shared thing: the run `to` holds it too, and removes it. */
  | { readonly type: 'passed'; readonly step: string; readonly key: string; readonly to: string }
  /** One of the parts that a step does one after the other (a provisioner) was begun or is done. */
  | ({ readonly type: 'part'; readonly step: string; readonly part: number } & PartState)
  | { readonly type: 'done'; readonly step: string; readonly fact: unknown }
  | { readonly type: 'failed'; readonly step: string; readonly code: string; readonly message: string }
  /** The step is wanted once more from this part on, or this part `alone`. */
  | { readonly type: 'again'; readonly step: string; readonly part: number; readonly alone: boolean }
  /** From here on everything is undone, whatever process goes on with it. */
  | { readonly type: 'undoing'; readonly because: UndoneFor; readonly code: string; readonly message: string }
  /** `finished`: nothing needed the thing any more; the fact still tells what it was. */
  | { readonly type: 'undone'; readonly step: string; readonly finished?: boolean }
  /** Undoing the step failed: what it made may still be there. */
  | { readonly type: 'left'; readonly step: string; readonly code: string; readonly message: string }
  | { readonly type: 'ended'; readonly outcome: RunOutcome }
);

export type UndoneFor = 'failed' | 'cancelled';

/** `stopped`: at the step that `--until` named; `aborted`: failed, and everything was kept. */
export type RunOutcome = 'succeeded' | 'failed' | 'cancelled' | 'aborted' | 'stopped';

export interface MadeThing {
  readonly id: string;
  /** What to call it; empty where the step did not say. */
  readonly noun?: string;
  readonly region?: string;
  /** The run that has made it, where this one only holds it too. */
  readonly of?: string;
}

/**
 * Where a run makes its things: decided once. Whoever takes the run up goes there, whatever the surroundings say by then.
 * Empty: not known, or not said.
 */
export interface Site {
  readonly region: string;
  readonly account: string;
  /** An address of its own for one service, in place of the real one. */
  readonly endpoint: string;
  /** Name of the profile that the surroundings chose. */
  readonly profile: string;
}

export interface PartState {
  readonly state: 'started' | 'done';
  /** The type of a provisioner. */
  readonly kind: string;
  /** SHA-256 of its settings and of the files they name. */
  readonly digest: string;
}

export interface RunHeader {
  readonly version: number;
  readonly id: string;
  readonly build: string;
  readonly builder: string;
  /** Absolute path of the template. */
  readonly template: string;
  /** SHA-256 of the template's text and of the variables' values, secrets left out. */
  readonly digest: string;
  /** The moment that `timestamp` and `isotime` tell, also when the run is taken up again; ISO 8601. */
  readonly now?: string;
}
