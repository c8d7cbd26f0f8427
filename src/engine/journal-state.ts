import type { JournalRecord, RunHeader, RunOutcome } from './journal-record.ts';

/** A run as its journal tells it: a fold over the lines. */
export interface RunState {
  readonly header: RunHeader | undefined;
  readonly steps: ReadonlyMap<string, StepState>;
  readonly outcome: RunOutcome | undefined;
}

export interface StepState {
  readonly status: 'started' | 'done' | 'failed' | 'undone';
  /** Ids of what the step owns, by key. */
  readonly handles: ReadonlyMap<string, string>;
  /** Keys of creating calls of which no answer is known. */
  readonly unanswered: ReadonlySet<string>;
  /** How often a thing under a key was found gone. */
  readonly attempts: ReadonlyMap<string, number>;
  readonly fact: unknown;
  /** The code of the last failure. */
  readonly failure: string | undefined;
}

const FRESH: StepState = {
  status: 'started',
  handles: new Map(),
  unanswered: new Set(),
  attempts: new Map(),
  fact: undefined,
  failure: undefined,
};

export const EMPTY_RUN: RunState = { header: undefined, steps: new Map(), outcome: undefined };

/** The state after one more record. */
export function fold(state: RunState, record: JournalRecord): RunState {
  switch (record.type) {
    case 'run': {
      const { type: _type, at: _at, ...header } = record;
      return { ...state, header };
    }
    case 'ended':
      return { ...state, outcome: record.outcome };
    default: {
      const before = state.steps.get(record.step) ?? FRESH;
      const steps = new Map(state.steps).set(record.step, foldStep(before, record));
      return { ...state, steps, outcome: undefined };
    }
  }
}

type StepRecord = Exclude<JournalRecord, { readonly type: 'run' | 'ended' }>;

function foldStep(before: StepState, record: StepRecord): StepState {
  switch (record.type) {
    case 'started':
      return { ...before, status: 'started', failure: undefined };
    case 'asking':
      return { ...before, unanswered: new Set([...before.unanswered, record.key]) };
    case 'refused':
      return { ...before, unanswered: without(before.unanswered, record.key) };
    case 'made':
      return {
        ...before,
        handles: new Map(before.handles).set(record.key, record.id),
        unanswered: without(before.unanswered, record.key),
      };
    case 'gone': {
      const handles = new Map(before.handles);
      handles.delete(record.key);
      const attempts = new Map(before.attempts);
      attempts.set(record.key, (attempts.get(record.key) ?? 0) + 1);
      return { ...before, handles, attempts };
    }
    case 'done':
      return { ...before, status: 'done', fact: record.fact };
    case 'failed':
      return { ...before, status: 'failed', failure: record.code };
    case 'undone':
      return { ...FRESH, status: 'undone', attempts: bumped(before) };
  }
}

function without(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set([...keys].filter((other) => other !== key));
}

/** After an undo the same token would name a thing that is gone: whatever had one gets the next. */
function bumped(before: StepState): ReadonlyMap<string, number> {
  const attempts = new Map(before.attempts);
  const keys = before.handles.size > 0 ? before.handles.keys() : [''];
  for (const key of keys) attempts.set(key, (attempts.get(key) ?? 0) + 1);
  return attempts;
}
