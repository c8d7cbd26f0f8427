import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Journal, openJournal } from './journal.ts';
import { JOURNAL_VERSION, type RunHeader } from './journal-record.ts';
import { lockRun } from './lock.ts';
import { newRunId } from './run-id.ts';
import { journalUnwritable, runEmpty } from './words.ts';

/** Where one run keeps what must outlive the process: journal, key, events, inputs, lock. */
export interface RunFolder {
  readonly runId: string;
  /** Absolute, mode 0700. */
  readonly path: string;
  readonly journal: Journal;
  /** Whether an earlier process had begun it. */
  readonly resumed: boolean;
  close(): void;
}

/**
 * Makes `<stateDir>/runs/<new id>/` and begins its journal. `prepare` fills the folder before that: a run whose journal has
 * begun can be taken up. Throws `journal-unwritable` before anything else is done.
 */
export function createRun(
  stateDir: string,
  header: Omit<RunHeader, 'id' | 'version'>,
  prepare: (path: string) => void = () => {},
): RunFolder {
  const runId = newRunId();
  const path = join(runsFolder(stateDir), runId);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    hideFromGit(resolve(stateDir));
  } catch (cause) {
    throw journalUnwritable(path, cause);
  }
  return opened(path, {}, (journal) => {
    prepare(path);
    journal.write({ type: 'run', version: JOURNAL_VERSION, id: runId, ...header });
    return { runId, path, journal, resumed: false };
  });
}

/** Keys and journals are nothing for a repository; a file that somebody put there says what they want. */
function hideFromGit(stateDir: string): void {
  const file = join(stateDir, '.gitignore');
  if (!existsSync(file)) writeFileSync(file, '*\n', { mode: 0o644 });
}

/** Takes over the run in the folder `path`. Throws `run-locked` while another process has it, `run-unknown` if empty. */
export function openRun(path: string, options: OpenOptions = {}): RunFolder {
  return opened(path, options, (journal) => {
    const runId = journal.state.header?.id;
    if (runId === undefined) throw runEmpty(path);
    return { runId, path, journal, resumed: true };
  });
}

/** Where the runs of a state folder are. */
export function runsFolder(stateDir: string): string {
  return join(resolve(stateDir), 'runs');
}

interface OpenOptions {
  /** Take it over from a process on another machine or in another container, which is said to be gone. */
  readonly takeOver?: boolean | undefined;
}

function opened(
  path: string,
  { takeOver = false }: OpenOptions,
  begin: (journal: Journal) => Omit<RunFolder, 'close'>,
): RunFolder {
  const lock = lockRun(path, { evenForeign: takeOver });
  let journal: Journal | undefined;
  const close = () => {
    journal?.close();
    lock.release();
  };
  try {
    journal = openJournal(join(path, 'journal.ndjson'));
    return { ...begin(journal), close };
  } catch (error) {
    close();
    throw error;
  }
}
