import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, ownIdentity, type ProcessIdentity } from '../wire/process-identity.ts';
import { journalUnwritable, runLocked } from './words.ts';

export interface Lock {
  release(): void;
}

/** Lets one process alone own the run in `folder`; the lock of a process that is no more is taken over. */
export function lockRun(folder: string): Lock {
  const file = join(folder, 'lock');
  if (!claim(file)) {
    const owner = readOwner(file);
    if (owner !== undefined && isAlive(owner)) throw runLocked(folder, owner.pid);
    rmSync(file, { force: true });
    if (!claim(file)) throw runLocked(folder, readOwner(file)?.pid ?? 0);
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** The id of the living process that has the run in `folder`. */
export function lockOwner(folder: string): number | undefined {
  const owner = readOwner(join(folder, 'lock'));
  return owner !== undefined && isAlive(owner) ? owner.pid : undefined;
}

function claim(file: string): boolean {
  try {
    writeFileSync(file, `${JSON.stringify(ownIdentity())}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw journalUnwritable(file, cause);
  }
}

/** `undefined` for a lock that a crash left half written: nobody owns it. */
function readOwner(file: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isIdentity(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number';
}
