import { ftruncateSync, readFileSync } from 'node:fs';
import { reason } from '../wire/reason.ts';
import { JOURNAL_VERSION, type JournalRecord } from './journal-record.ts';
import { EMPTY_RUN, fold, type RunState } from './journal-state.ts';
import { journalTooNew, journalUnreadable } from './words.ts';

interface ReadJournal {
  readonly state: RunState;
  /** Cuts off a last line that a crash left unfinished. */
  cut(descriptor: number): void;
}

/** Reads `file`; a missing or empty one is a run that has not begun. Any unreadable whole line is an error. */
export function readJournal(file: string): ReadJournal {
  const text = contents(file);
  const whole = text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, whole).split('\n').slice(0, -1);
  const state = lines.reduce((before, line, index) => fold(before, parse(file, line, index + 1)), EMPTY_RUN);
  const length = Buffer.byteLength(text.slice(0, whole));
  return {
    state,
    cut(descriptor) {
      if (whole < text.length) ftruncateSync(descriptor, length);
    },
  };
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw journalUnreadable(file, 1, `cannot be read (${reason(cause)})`);
  }
}

const TYPES = new Set([
  'run',
  'site',
  'started',
  'asking',
  'refused',
  'made',
  'gone',
  'part',
  'done',
  'failed',
  'again',
  'undoing',
  'undone',
  'left',
  'ended',
  'shared',
  'passed',
]);

function parse(file: string, line: string, number: number): JournalRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw journalUnreadable(file, number, 'is not JSON');
  }
  if (!isRecord(value)) throw journalUnreadable(file, number, 'is not a record of a journal');
  if (value.type === 'run' && value.version > JOURNAL_VERSION)
    throw journalTooNew(file, value.version, JOURNAL_VERSION);
  return value;
}

function isRecord(value: unknown): value is JournalRecord {
  return typeof value === 'object' && value !== null && 'type' in value && TYPES.has(String(value.type));
}
