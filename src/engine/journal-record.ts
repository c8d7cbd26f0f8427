/** Version of the journal's form; a journal of a newer one is refused. */
export const JOURNAL_VERSION = 1;

/** One line of a journal. Facts are plain JSON and never hold a secret. */
export type JournalRecord = { readonly at: string } & (
  | ({ readonly type: 'run' } & RunHeader)
  /** Written before a step does anything. */
  | { readonly type: 'started'; readonly step: string }
  /** Written right before a creating call: from here on there may be a thing whose id is not known. */
  | { readonly type: 'asking'; readonly step: string; readonly key: string }
  /** The creating call was refused and made nothing. */
  | { readonly type: 'refused'; readonly step: string; readonly key: string }
  /** The step owns the thing `id`; written before anything waits for it. */
  | { readonly type: 'made'; readonly step: string; readonly key: string; readonly id: string }
  /** The thing made under `key` is known to exist no more. */
  | { readonly type: 'gone'; readonly step: string; readonly key: string }
  | { readonly type: 'done'; readonly step: string; readonly fact: unknown }
  | { readonly type: 'failed'; readonly step: string; readonly code: string; readonly message: string }
  | { readonly type: 'undone'; readonly step: string }
  | { readonly type: 'ended'; readonly outcome: RunOutcome }
);

export type RunOutcome = 'succeeded' | 'failed' | 'cancelled' | 'aborted';

export interface RunHeader {
  readonly version: number;
  readonly id: string;
  readonly build: string;
  readonly builder: string;
  /** Absolute path of the template. */
  readonly template: string;
  /** SHA-256 of the template's text and of the variables' values. */
  readonly digest: string;
  readonly region: string;
}
