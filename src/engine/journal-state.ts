import type {
  JournalRecord,
  MadeThing,
  PartState,
  RunHeader,
  RunOutcome,
  Site,
  UndoneFor,
} from './journal-record.ts';

/** A run as its journal tells it: a fold over the lines. */
export interface RunState {
  readonly header: RunHeader | undefined;
  readonly site: Site | undefined;
  readonly steps: ReadonlyMap<string, StepState>;
  /** How the last process that owned the run ended it; `undefined` when it died or has it still. */
  readonly outcome: RunOutcome | undefined;
  /** Set from the decision to undo everything until that is done. */
  readonly undoing: Undoing | undefined;
  /** When the first and the last line were written; ISO 8601, empty without a line. */
  readonly begun: string;
  readonly touched: string;
}

export interface Undoing {
  readonly because: UndoneFor;
  readonly code: string;
  readonly message: string;
}

/** A thing that a run holds, alone or with others. */
interface HeldThing extends MadeThing {
  /** When it was noted; ISO 8601. */
  readonly at: string;
  readonly shared?: true;
  /** The run that it was left to. */
  readonly passedTo?: string;
}

export interface StepState {
  /** `finished`: done, and undone as nothing needed its thing any more. */
  readonly status: 'started' | 'done' | 'failed' | 'undone' | 'finished';
  /** Ids of what the step owns, by key. */
  readonly handles: ReadonlyMap<string, string>;
  /** The same with what to call it. */
  readonly things: ReadonlyMap<string, HeldThing>;
  /** Keys of creating calls of which no answer is known. */
  readonly unanswered: ReadonlySet<string>;
  /** How often a thing under a key was found gone. */
  readonly attempts: ReadonlyMap<string, number>;
  /** Parts by their number, from 1. */
  readonly parts: ReadonlyMap<number, PartState>;
  readonly fact: unknown;
  /** The code of the last failure. */
  readonly failure: string | undefined;
  /** How often it was begun. */
  readonly tries: number;
  /** Undoing it has failed. */
  readonly left: boolean;
  /** When it was begun and when its status last changed; ISO 8601. */
  readonly startedAt: string;
  readonly changedAt: string;
}

const FRESH: StepState = {
  status: 'started',
  handles: new Map(),
  things: new Map(),
  unanswered: new Set(),
  attempts: new Map(),
  parts: new Map(),
  fact: undefined,
  failure: undefined,
  tries: 0,
  left: false,
  startedAt: '',
  changedAt: '',
};

export const EMPTY_RUN: RunState = {
  header: undefined,
  site: undefined,
  steps: new Map(),
  outcome: undefined,
  undoing: undefined,
  begun: '',
  touched: '',
};

/** The state after one more record. */
export function fold(before: RunState, record: JournalRecord): RunState {
  const state = { ...before, begun: before.begun || record.at, touched: record.at };
  switch (record.type) {
    case 'run': {
      const { type: _type, at: _at, ...header } = record;
      return { ...state, header };
    }
    case 'site': {
      const { type: _type, at: _at, ...site } = record;
      return { ...state, site };
    }
    case 'ended':
      return { ...state, outcome: record.outcome, undoing: undefined };
    case 'undoing': {
      const { because, code, message } = record;
      return { ...state, undoing: { because, code, message }, outcome: undefined };
    }
    default: {
      const known = state.steps.get(record.step) ?? FRESH;
      const steps = new Map(state.steps).set(record.step, foldStep(known, record));
      return { ...state, steps, outcome: goesOn(record) ? undefined : state.outcome };
    }
  }
}

type StepRecord = Exclude<JournalRecord, { readonly type: 'run' | 'site' | 'ended' | 'undoing' }>;

/** Undoing what is left of a run, or what another run does, does not make it an unfinished one. */
function goesOn({ type }: StepRecord): boolean {
  return !['undone', 'left', 'shared', 'passed'].includes(type);
}

function foldStep(before: StepState, record: StepRecord): StepState {
  switch (record.type) {
    case 'asking':
      return { ...before, unanswered: new Set([...before.unanswered, record.key]) };
    case 'refused':
      return {
        ...before,
        unanswered: without(before.unanswered, record.key),
        attempts: next(before, record.key),
      };
    case 'made':
      return made(before, record);
    case 'gone':
      return gone(before, record.key);
    case 'shared':
      return held(before, record.key, { shared: true });
    case 'passed':
      return held(before, record.key, { passedTo: record.to });
    case 'part': {
      const { state, kind, digest } = record;
      return { ...before, parts: new Map(before.parts).set(record.part, { state, kind, digest }) };
    }
    case 'left':
      return { ...before, left: true };
    default:
      return { ...foldStatus(before, record), changedAt: record.at };
  }
}

type StatusRecord = Extract<
  StepRecord,
  { readonly type: 'started' | 'done' | 'failed' | 'again' | 'undone' }
>;

function foldStatus(before: StepState, record: StatusRecord): StepState {
  switch (record.type) {
    case 'started':
      return {
        ...before,
        status: 'started',
        failure: undefined,
        left: false,
        startedAt: record.at,
        tries: before.tries + 1,
      };
    case 'done':
      return { ...before, status: 'done', fact: record.fact };
    case 'failed':
      return { ...before, status: 'failed', failure: record.code };
    case 'again': {
      const kept = [...before.parts].filter(([part]) =>
        record.alone ? part !== record.part : part < record.part,
      );
      return { ...before, status: 'started', parts: new Map(kept) };
    }
    case 'undone': {
      const { fact, startedAt, tries } = before;
      const after = { ...FRESH, tries, attempts: bumped(before) };
      return record.finished
        ? { ...after, status: 'finished', fact, startedAt }
        : { ...after, status: 'undone' };
    }
  }
}

function made(
  before: StepState,
  { at, key, id, noun, region, of }: { readonly at: string; readonly key: string } & MadeThing,
): StepState {
  const thing = {
    id,
    at,
    ...(noun !== undefined && { noun }),
    ...(region !== undefined && { region }),
    ...(of !== undefined && { of }),
  };
  return {
    ...before,
    handles: new Map(before.handles).set(key, id),
    things: new Map(before.things).set(key, thing),
    unanswered: without(before.unanswered, key),
  };
}

function held(before: StepState, key: string, news: Partial<HeldThing>): StepState {
  const thing = before.things.get(key);
  if (thing === undefined) return before;
  return { ...before, things: new Map(before.things).set(key, { ...thing, ...news }) };
}

function gone(before: StepState, key: string): StepState {
  const [handles, things] = [new Map(before.handles), new Map(before.things)];
  handles.delete(key);
  things.delete(key);
  return { ...before, handles, things, attempts: next(before, key) };
}

/** The next token of a key: the one before was answered, or named a thing that is gone. */
function next({ attempts }: StepState, key: string): StepState['attempts'] {
  return new Map(attempts).set(key, (attempts.get(key) ?? 0) + 1);
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
