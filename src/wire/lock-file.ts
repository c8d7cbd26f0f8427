import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isAlive, isForeign, ownIdentity, type Written } from './process-identity.ts';

export interface HeldLock {
  /** Removes the lock, if it is still the one that was taken. */
  release(): void;
}

/** Somebody else has it; `owner` is unset where that changed hands just now. */
interface Refused {
  readonly owner: Written | undefined;
}

interface Taking {
  /** Take it over from an owner on another machine or in another container, whom nobody can see from here. */
  readonly evenForeign?: boolean;
  /** Called when an owner was found dead, before anything is done about it: tests let another process in here. */
  between?(): void;
}

/**
 * Takes the lock `file` for this process. It appears complete, by a link that fails where there is one already. Of two
 * processes that find the same dead owner, only the one that gets the right to replace exactly this lock does so, and
 * looks again under that right: a lock that was taken meanwhile is another one.
 */
export function takeLock(file: string, taking: Taking = {}): HeldLock | Refused {
  const mine = `${file}.${randomUUID()}`;
  try {
    writeFileSync(mine, `${JSON.stringify(ownIdentity())}\n`, { flag: 'wx', mode: 0o600 });
    if (linked(mine, file)) return held(file);
    const found = lockInstance(file);
    const owner = readOwner(file);
    if (owner !== undefined && mayLive(owner, taking)) return { owner };
    taking.between?.();
    return replaced(file, { mine, found, taking });
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Who has the lock, as far as that can be seen. */
export function holderOf(file: string): Written | undefined {
  const owner = readOwner(file);
  return owner !== undefined && mayLive(owner) ? owner : undefined;
}

function mayLive(owner: Written, { evenForeign = false }: Taking = {}): boolean {
  return isForeign(owner) ? !evenForeign : isAlive(owner);
}

interface Replacing {
  readonly mine: string;
  readonly found: string | undefined;
  readonly taking: Taking;
}

function replaced(file: string, { mine, found, taking }: Replacing): HeldLock | Refused {
  if (found === undefined) return linked(mine, file) ? held(file) : { owner: readOwner(file) };
  // Whoever dies with the right leaves a lock like any other, which is taken over in the same way.
  const right = takeLock(`${file}.${found}`, { evenForeign: taking.evenForeign === true });
  if (!('release' in right)) return right;
  try {
    if (lockInstance(file) !== found) return { owner: readOwner(file) };
    renameSync(mine, file);
    return held(file);
  } finally {
    right.release();
  }
}

function held(file: string): HeldLock {
  const taken = lockInstance(file);
  return {
    release() {
      if (taken !== undefined && lockInstance(file) === taken) rmSync(file, { force: true });
    },
  };
}

/** Tells one lock from the next under the same name. */
function lockInstance(file: string): string | undefined {
  const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
  return facts === undefined ? undefined : `${facts.ino}-${facts.mtimeNs}`;
}

function linked(mine: string, file: string): boolean {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(String(code))) throw error;
    return written(mine, file);
  }
}

/** For file systems without links: nobody else's file is written over. */
function written(mine: string, file: string): boolean {
  try {
    writeFileSync(file, readFileSync(mine), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** `undefined` for a lock that a crash left half written: nobody owns it. */
function readOwner(file: string): Written | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isIdentity(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isIdentity(value: unknown): value is Written {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isInteger(value.pid) &&
    'bootId' in value &&
    'startTime' in value
  );
}
