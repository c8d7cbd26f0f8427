import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process this is, so exactly that another program with the same pid later is told apart. */
interface ProcessIdentity {
  readonly pid: number;
  /** Changes at every boot of the machine; empty where the platform does not tell. */
  readonly bootId: string;
  /** Clock ticks since boot at which the process began; empty where the platform does not tell. */
  readonly startTime: string;
  /** Where the pid counts: name and id of the machine, and the process namespace of a container. */
  readonly host: string;
  readonly machineId: string;
  readonly namespace: string;
}

/** What stands in a lock; an older release wrote no place. */
export type Written = Pick<ProcessIdentity, 'pid' | 'bootId' | 'startTime'> & Partial<ProcessIdentity>;

export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    bootId: bootId(),
    startTime: startTime(process.pid),
    host: hostname(),
    machineId: contents('/etc/machine-id').trim(),
    namespace: namespace(),
  };
}

/**
 * Whether the process that wrote `identity` counts its pids elsewhere: on another machine, or in another container. From
 * here nobody can see whether it lives. An older release that wrote no place is taken to be here.
 */
export function isForeign({ host, machineId, namespace: space, bootId: boot }: Written): boolean {
  const own = ownIdentity();
  if (host !== undefined && host !== own.host) return true;
  if (machineId !== undefined && machineId !== own.machineId) return true;
  return boot === own.bootId && space !== undefined && space !== own.namespace;
}

/** Whether the process that wrote `identity` still runs. */
export function isAlive(identity: Written): boolean {
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

function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
