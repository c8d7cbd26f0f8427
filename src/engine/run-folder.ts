import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { journalUnwritable } from '../errors/word/engine.ts';
import { type Journal, openJournal } from './journal.ts';
import { JOURNAL_VERSION, type RunHeader } from './journal-record.ts';
import { type Lock, lockRun } from './lock.ts';
import { newRunId } from './run-id.ts';

/** Where one run keeps what must outlive the process: journal, key, events, lock. */
export interface RunFolder {
  readonly runId: string;
  /** Absolute, mode 0700. */
  readonly path: string;
  readonly journal: Journal;
  close(): void;
}

/** Makes `<stateDir>/runs/<new id>/` and begins its journal. Throws `journal-unwritable` before anything else is done. */
export function createRun(stateDir: string, header: Omit<RunHeader, 'id' | 'version'>): RunFolder {
  const runId = newRunId();
  const path = join(resolve(stateDir), 'runs', runId);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw journalUnwritable(path, cause);
  }
  const lock = lockRun(path);
  const journal = openJournal(join(path, 'journal.ndjson'));
  journal.write({ type: 'run', version: JOURNAL_VERSION, id: runId, ...header });
  return folderOf(runId, path, journal, lock);
}

function folderOf(runId: string, path: string, journal: Journal, lock: Lock): RunFolder {
  return {
    runId,
    path,
    journal,
    close() {
      journal.close();
      lock.release();
    },
  };
}
