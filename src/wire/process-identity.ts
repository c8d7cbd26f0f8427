import { readFileSync } from 'node:fs';

/** Which process this is, so exactly that another program with the same pid later is told apart. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Changes at every boot of the machine; empty where the platform does not tell. */
  readonly bootId: string;
  /** Clock ticks since boot at which the process began; empty where the platform does not tell. */
  readonly startTime: string;
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, bootId: bootId(), startTime: startTime(process.pid) };
}

/** Whether the process that wrote `identity` still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.bootId !== bootId()) return false;
  if (!exists(identity.pid)) return false;
  return identity.startTime === startTime(identity.pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function bootId(): string {
  return contents('/proc/sys/kernel/random/boot_id').trim();
}

function startTime(pid: number): string {
  // The program's name stands in parentheses and may hold blanks: fields are counted behind it.
  const text = contents(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
