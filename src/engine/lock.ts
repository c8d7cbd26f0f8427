import { join } from 'node:path';
import { type HeldLock, holderOf, takeLock } from '../wire/lock-file.ts';
import { isForeign } from '../wire/process-identity.ts';
import { journalUnwritable, runLocked, runLockedElsewhere } from './words.ts';

interface LockOptions {
  /** Take it over from another machine or container, whose processes cannot be seen from here. */
  readonly evenForeign?: boolean;
  /** For tests: what happens between finding an owner dead and taking over. */
  between?(): void;
}

/** Lets one process alone own the run in `folder`; the lock of a process that is no more is taken over. */
export function lockRun(folder: string, options: LockOptions = {}): HeldLock {
  const taken = locked(join(folder, 'lock'), options);
  if ('release' in taken) return taken;
  const { owner } = taken;
  throw owner !== undefined && isForeign(owner)
    ? runLockedElsewhere(folder, owner)
    : runLocked(folder, owner?.pid ?? 0);
}

/** The id of the process that has the run in `folder`, or may have it: one that cannot be seen from here counts. */
export function lockOwner(folder: string): number | undefined {
  return holderOf(join(folder, 'lock'))?.pid;
}

function locked(file: string, options: LockOptions): ReturnType<typeof takeLock> {
  try {
    return takeLock(file, options);
  } catch (cause) {
    throw journalUnwritable(file, cause);
  }
}
