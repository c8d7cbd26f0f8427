import { closeSync, fdatasyncSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isBuildError } from '../errors/build-error.ts';
import { faultPoint } from './fault-point.ts';
import { readJournal } from './journal-reader.ts';
import type { JournalRecord } from './journal-record.ts';
import { EMPTY_RUN, fold, type RunState } from './journal-state.ts';
import { journalUnwritable } from './words.ts';

type Stamped<R> = R extends unknown ? Omit<R, 'at'> : never;

/**
 * The durable memory of one run: append-only, one JSON object a line, flushed to the disk before `write` returns,
 * so that what follows in the cloud is always told of. Its state is a fold over the lines.
 */
export interface Journal {
  readonly file: string;
  readonly state: RunState;
  /** Throws `journal-unwritable`: then nothing may be done in the cloud. */
  write(record: Stamped<JournalRecord>): void;
  /** As `write`, but what the disk does not take counts in this process alone; gives whether the disk has it. */
  remember(record: Stamped<JournalRecord>): boolean;
  close(): void;
}

/** Opens or creates the journal `file` (mode 0600); a torn last line of a crash is cut off. */
export function openJournal(file: string): Journal {
  const { state, cut } = readJournal(file);
  const descriptor = guarded(file, () => openForAppend(file, cut));
  return journalOn(file, descriptor, state);
}

function journalOn(file: string, descriptor: number, begin: RunState): Journal {
  let state = begin;
  const keep = (record: JournalRecord) => {
    const name = `journal ${record.type} ${'step' in record ? record.step : ''}`.trim();
    faultPoint(`before ${name}`);
    guarded(file, () => append(descriptor, `${JSON.stringify(record)}\n`));
    faultPoint(`after ${name}`);
  };
  return {
    file,
    get state() {
      return state;
    },
    write(record) {
      const full = stamped(record);
      keep(full);
      state = fold(state, full);
    },
    remember(record) {
      const full = stamped(record);
      const kept = whetherKept(() => keep(full));
      state = fold(state, full);
      return kept;
    },
    close() {
      closeSync(descriptor);
    },
  };
}

/** A journal that forgets with the process: for plans and tests. */
export function volatileJournal(): Journal {
  let state = EMPTY_RUN;
  return {
    file: '',
    get state() {
      return state;
    },
    write(record) {
      state = fold(state, { at: '', ...record } as JournalRecord);
    },
    remember(record) {
      this.write(record);
      return true;
    },
    close() {},
  };
}

function stamped(record: Stamped<JournalRecord>): JournalRecord {
  return { at: new Date().toISOString(), ...record } as JournalRecord;
}

function whetherKept(keep: () => void): boolean {
  try {
    keep();
    return true;
  } catch (error) {
    if (isBuildError(error, 'journal-unwritable')) return false;
    throw error;
  }
}

function append(descriptor: number, line: string): void {
  const bytes = Buffer.from(line);
  const end = fstatSync(descriptor).size;
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    fdatasyncSync(descriptor);
  } catch (error) {
    // Half a line would spoil the next one, should the disk have room again.
    if (written > 0) ftruncateSync(descriptor, end);
    throw error;
  }
}

function openForAppend(file: string, cut: (descriptor: number) => void): number {
  const descriptor = openSync(file, 'a', 0o600);
  cut(descriptor);
  // Without this a power loss may forget the file's name although its content is on the disk.
  if (process.platform !== 'win32') syncFolder(dirname(file));
  return descriptor;
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function guarded<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw journalUnwritable(file, cause);
  }
}
