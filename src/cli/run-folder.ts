import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, openJournal } from '../engine/journal.ts';
import { JOURNAL_VERSION, type RunHeader } from '../engine/journal-record.ts';
import { stateUnwritable } from '../errors/word/cli.ts';
import { reason } from '../errors/word/engine.ts';

export interface RunFolder {
  readonly runId: string;
  readonly folder: string;
  readonly journal: Journal;
}

/** What the journal's first line says about the run, but for what is made here. */
export type RunOrigin = Omit<RunHeader, 'version' | 'id'>;

/** Makes `<state>/runs/<run id>` (mode 0700) with a fresh journal. Throws `journal-unwritable`. */
export function createRunFolder(state: string, origin: RunOrigin): RunFolder {
  const runId = newRunId(new Date());
  const folder = join(state, 'runs', runId);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw stateUnwritable(state, reason(cause));
  }
  const journal = openJournal(join(folder, 'journal.ndjson'));
  journal.write({ type: 'run', version: JOURNAL_VERSION, id: runId, ...origin });
  return { runId, folder, journal };
}

/** Sorts by time, fits into names and tags of the cloud, and does not repeat: `20261124-045019-3f9a1c`. */
function newRunId(now: Date): string {
  const [day, time] = now.toISOString().replace(/[-:]/g, '').split(/[T.]/);
  return `${day}-${time}-${randomBytes(3).toString('hex')}`;
}

/** Tells whether template and variables are the same; the values themselves cannot be read from it. */
export function digestOf(template: string, variables: ReadonlyMap<string, string>): string {
  const rows = [...variables].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([template, rows]))
    .digest('hex');
}
