import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isBuildError } from '../errors/build-error.ts';
import type { HeldLock } from '../wire/lock-file.ts';
import { holdings } from './holdings.ts';
import { lockRun } from './lock.ts';
import { isUnfinished, runNames, storedRun } from './run-store.ts';

/** The other run in `folder`, that of all runs, which holds the thing `id` and can still go on; `undefined`: none. */
export function otherHolder(
  folder: string,
  { id, runId }: { readonly id: string; readonly runId: string },
): string | undefined {
  return runNames(folder).find((name) => {
    const path = join(folder, name);
    // A look at the text first: of hundreds of journals hardly any names the thing.
    if (name === runId || !text(path).includes(id)) return false;
    const run = storedRun(name, path);
    if (!isUnfinished(run)) return false;
    // Nobody can tell what is in an unreadable one: it may be of a newer release, whose run goes on.
    return run.unreadable !== undefined || holdings(run.state).some((holding) => holding.id === id);
  });
}

function text(path: string): string {
  try {
    return readFileSync(join(path, 'journal.ndjson'), 'utf8');
  } catch {
    return '';
  }
}

/** Nobody has it for longer than reading the journals takes. */
const LONGEST = 30_000;

/**
 * Lets one process at a time decide who removes what several runs in `folder` hold: two that decide at once would each
 * leave it to the other. Throws `run-locked` when another process has been deciding for half a minute.
 */
export async function decidingAlone<T>(folder: string, decide: () => T): Promise<T> {
  const lock = await lockWhenFree(folder);
  try {
    return decide();
  } finally {
    lock.release();
  }
}

async function lockWhenFree(folder: string): Promise<HeldLock> {
  const begin = performance.now();
  for (;;) {
    try {
      return lockRun(folder);
    } catch (error) {
      if (!isBuildError(error, 'run-locked') || performance.now() - begin > LONGEST) throw error;
    }
    await sleep(10 + Math.random() * 20);
  }
}
