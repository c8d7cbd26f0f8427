import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pause } from '../wire/pause.ts';
import { lockFolder } from './state-lock.ts';
import { stateFormatUnknown, stateUnreadable, stateUnwritable } from './words.ts';

/** The version of the folder's form; it changes when an older emulator could not read a newer folder, or the reverse. */
const format = 'ecs-imagebuild emulator state 1';
const fileName = 'state.json';
/** Milliseconds between a change and its storing: many changes of one moment are stored once. */
const quiet = 200;

/** A folder that one emulator at a time keeps its state in. */
export interface StateFolder {
  /** What was stored before, without its format; undefined in a new folder. */
  readonly stored: Readonly<Record<string, unknown>> | undefined;
  /** Says what to store; called anew for each storing. */
  keep(state: () => Readonly<Record<string, unknown>>): void;
  /** There is something new: it is stored soon. */
  changed(): void;
  /** Stores the last state and lets others have the folder. Throws BuildError when the state could not be stored. */
  close(): Promise<void>;
  /** Lets others have the folder as it is. */
  release(): Promise<void>;
}

/**
 * Opens or makes a state folder. Throws BuildError `emulator-invalid` when another emulator has it, when it is of another
 * format, or cannot be read.
 */
export async function openStateFolder(path: string): Promise<StateFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw stateUnwritable(path, cause);
  });
  const unlock = await lockFolder(path);
  try {
    return keepFolder(path, await readState(path), unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

function keepFolder(path: string, stored: StateFolder['stored'], unlock: () => Promise<void>): StateFolder {
  let state: (() => Readonly<Record<string, unknown>>) | undefined;
  let waiting: Promise<void> | undefined;
  const ended = new AbortController();
  const store = async () => {
    if (state !== undefined) await writeState(path, { format, ...state() });
  };
  const storeSoon = async () => {
    const passed = await pause(quiet, ended.signal);
    waiting = undefined;
    // A storing that fails is tried again at the next change and at the close, which tells it.
    if (passed) await store().catch(() => undefined);
  };
  let storing = Promise.resolve();
  return {
    stored,
    keep: (source) => {
      state = source;
    },
    changed: () => {
      if (ended.signal.aborted || waiting !== undefined) return;
      const before = storing;
      waiting = before.then(storeSoon);
      storing = waiting;
    },
    release: async () => {
      ended.abort();
      await storing;
      await unlock();
    },
    close: async () => {
      ended.abort();
      await storing;
      try {
        await store();
      } finally {
        await unlock();
      }
    },
  };
}

async function readState(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const file = join(path, fileName);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return undefined;
    throw stateUnreadable(file, cause);
  });
  if (text === undefined) return undefined;
  const state = parse(file, text);
  if (state['format'] !== format) throw stateFormatUnknown(path, String(state['format']), format);
  const { format: _, ...stored } = state;
  return stored;
}

function parse(file: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value));
  } catch (cause) {
    throw stateUnreadable(file, cause);
  }
  throw stateUnreadable(file, undefined);
}

/** Atomic: at every moment the folder has the old state or the new one. */
async function writeState(path: string, state: unknown): Promise<void> {
  const file = join(path, fileName);
  try {
    const next = await open(`${file}.next`, 'w', 0o600);
    await closing(next, async () => {
      await next.writeFile(JSON.stringify(state));
      await next.sync();
    });
    await rename(`${file}.next`, file);
    const folder = await open(path, 'r');
    await closing(folder, () => folder.sync());
  } catch (cause) {
    throw stateUnwritable(path, cause);
  }
}

async function closing(handle: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
