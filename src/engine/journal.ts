import { closeSync, fdatasyncSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { journalUnwritable } from '../errors/word/engine.ts';
import { faultPoint } from './fault-point.ts';
import { readJournal } from './journal-reader.ts';
import type { JournalRecord } from './journal-record.ts';
import { EMPTY_RUN, fold, type RunState } from './journal-state.ts';

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
  return {
    file,
    get state() {
      return state;
    },
    write(record) {
      const full = { at: new Date().toISOString(), ...record } as JournalRecord;
      const name = `journal ${full.type} ${'step' in full ? full.step : ''}`.trim();
      faultPoint(`before ${name}`);
      guarded(file, () => append(descriptor, `${JSON.stringify(full)}\n`));
      faultPoint(`after ${name}`);
      state = fold(state, full);
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
    close() {},
  };
}

function append(descriptor: number, line: string): void {
  const bytes = Buffer.from(line);
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  fdatasyncSync(descriptor);
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
