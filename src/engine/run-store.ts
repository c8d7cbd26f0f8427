import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reason } from '../wire/reason.ts';
import { holdings } from './holdings.ts';
import { readJournal } from './journal-reader.ts';
import { EMPTY_RUN, type RunState } from './journal-state.ts';
import { lockOwner } from './lock.ts';
import { runsFolder } from './run-folder.ts';
import { noneUnfinished, runUnknown } from './words.ts';

/** A run as its folder tells it. */
export interface StoredRun {
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  readonly state: RunState;
  /** Id of the process that has it now. */
  readonly owner: number | undefined;
  /** Why its journal cannot be read; the state is an empty one then. */
  readonly unreadable: string | undefined;
}

/**
 * `running`: a process has it. `interrupted`: its process died. `undoing`: it died while it cleaned up. `empty`: it died
 * before it began. `unreadable`: only its owner's version, or nobody, can read it.
 */
type RunStatus =
  | 'running'
  | 'interrupted'
  | 'undoing'
  | 'empty'
  | 'unreadable'
  | NonNullable<RunState['outcome']>;

/** The runs of a state folder, the newest first; none where there is no such folder. */
export function listRuns(stateDir: string): readonly StoredRun[] {
  const folder = runsFolder(stateDir);
  return runNames(folder)
    .sort((a, b) => (a < b ? 1 : -1))
    .map((id) => storedRun(id, join(folder, id)));
}

/** The run with this id, or the only one whose id begins or ends so. Throws `run-unknown`. */
export function findRun(stateDir: string, id: string): StoredRun {
  const runs = listRuns(stateDir);
  const exact = runs.find((run) => run.id === id);
  const alike = runs.filter((run) => run.id.startsWith(id) || run.id.endsWith(id));
  const found = exact ?? (alike.length === 1 ? alike[0] : undefined);
  if (found === undefined) throw runUnknown(id, stateDir);
  return found;
}

/** The newest run that can go on. Throws `run-unknown` when there is none. */
export function newestUnfinished(stateDir: string): StoredRun {
  const found = listRuns(stateDir).find((run) => goesOn(run));
  if (found === undefined) throw noneUnfinished(stateDir);
  return found;
}

/** A run that failed is over once it is cleaned up; with the network or its rights gone it could not be. */
function goesOn(run: StoredRun): boolean {
  const status = statusOf(run);
  if (status === 'failed' || status === 'cancelled') return holdings(run.state).length > 0;
  return ['interrupted', 'undoing', 'aborted', 'stopped'].includes(status);
}

export function statusOf({ state, owner, unreadable }: StoredRun): RunStatus {
  if (unreadable !== undefined) return 'unreadable';
  if (owner !== undefined) return 'running';
  if (state.header === undefined) return 'empty';
  if (state.undoing !== undefined) return 'undoing';
  return state.outcome ?? 'interrupted';
}

/** Whether a process has it or it can be taken up. An unreadable journal may be one of a newer release, whose run goes on. */
export function isUnfinished(run: StoredRun): boolean {
  return UNFINISHED.includes(statusOf(run));
}

const UNFINISHED: readonly RunStatus[] = [
  ...(['running', 'interrupted', 'undoing', 'aborted', 'stopped', 'unreadable'] as const),
];

/** The step that a run stands at: one that is begun and not done, else the last that is done; empty for none. */
export function standsAt({ steps }: RunState): string {
  const begun = [...steps].filter(([, { status }]) => status === 'started' || status === 'failed');
  const done = [...steps].filter(([, { status }]) => status === 'done' || status === 'finished');
  const [failed] = begun.find(([, { status }]) => status === 'failed') ?? [];
  return failed ?? begun.at(-1)?.[0] ?? done.at(-1)?.[0] ?? '';
}

/** The run in the folder `path`. */
export function storedRun(id: string, path: string): StoredRun {
  const owner = lockOwner(path);
  try {
    const { state } = readJournal(join(path, 'journal.ndjson'));
    return { id, path, owner, state, unreadable: undefined };
  } catch (error) {
    return { id, path, owner, state: EMPTY_RUN, unreadable: reason(error) };
  }
}

/** Ids of the runs in the folder of all runs. */
export function runNames(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch {
    return [];
  }
}
